using System.Formats.Tar;
using ContainerKit.Builds;

namespace ContainerKit.Tests.Builds;

public sealed class ContextContentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ck-context-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Names_are_in_order_folders_first_and_what_is_left_out_is_not_there()
    {
        foreach (var file in (string[])["b.txt", "a/z.txt", "a/y/x.txt", "Dockerfile", ".dockerignore", "node_modules/m.js", "out/keep/k.txt", "out/o.txt"]) Write(file, file);
        Write(".dockerignore", "node_modules\nout\n!out/keep\nDockerfile\n.dockerignore\n");
        Write("Dockerfile", "FROM a");

        var (names, first) = await SendAsync(new BuildSpec(_folder));

        names.Should().Equal(".dockerignore", "Dockerfile", "a/", "a/y/", "a/y/x.txt", "a/z.txt", "b.txt", "out/keep/", "out/keep/k.txt");
        (await SendAsync(new BuildSpec(_folder))).Bytes.Should().Equal(first, "the same folder is the same stream");
    }

    [Fact]
    public async Task A_dockerfile_outside_has_a_name_that_comes_from_its_content_and_is_left_out_of_what_is_copied()
    {
        Write("app/a.txt", "a");
        Write("Dockerfile", "FROM a");

        var (names, bytes) = await SendAsync(new BuildSpec(Path.Combine(_folder, "app")) { Dockerfile = "../Dockerfile" });

        names.Should().HaveCount(3).And.StartWith(".dockerfile." + names[0][12..]).And.Contain([".dockerignore", "a.txt"]);
        System.Text.Encoding.UTF8.GetString(bytes).Should().Contain($".dockerignore\n{names[0]}\n");
    }

    [Fact]
    public async Task Long_names_and_large_files_survive()
    {
        var name = string.Concat(Enumerable.Repeat("größe-und-länge/", 12)) + "x.bin";
        Write(name, new string('x', 300_000));
        Write("Dockerfile", "FROM a");

        (await SendAsync(new BuildSpec(_folder))).Names.Should().Contain(name);
    }

    [Fact]
    public async Task A_file_that_becomes_shorter_while_it_is_sent_is_named()
    {
        Write("Dockerfile", "FROM a");
        Write("shrinks.bin", new string('x', 2_000_000));
        using var content = new ContextContent(BuildContext.Open(new BuildSpec(_folder)));
        using var destination = new Watched(() => File.WriteAllText(Path.Combine(_folder, "shrinks.bin"), "short"));

        await FluentActions.Awaiting(() => content.CopyToAsync(destination, Token)).Should().ThrowAsync<Exception>();

        content.Fault!.Message.Should().Contain(Path.Combine(_folder, "shrinks.bin")).And.Contain("shorter");
    }

    private void Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private static async Task<(List<string> Names, byte[] Bytes)> SendAsync(BuildSpec spec)
    {
        using var content = new ContextContent(BuildContext.Open(spec));
        var bytes = await content.ReadAsByteArrayAsync(Token);
        var names = new List<string>();
        await using var tar = new TarReader(new MemoryStream(bytes));
        while (await tar.GetNextEntryAsync(cancellationToken: Token) is { } entry) names.Add(entry.Name);
        return (names, bytes);
    }

    /// <summary>Swallows what is written, and does something once some of it has come.</summary>
    private sealed class Watched(Action first) : MemoryStream
    {
        private bool _isDone;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!_isDone) first();
            _isDone = true;
            return ValueTask.CompletedTask;
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer.AsMemory(offset, count)).AsTask();
    }
}
