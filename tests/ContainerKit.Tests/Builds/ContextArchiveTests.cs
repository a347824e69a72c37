using System.Formats.Tar;
using ContainerKit.Builds;

namespace ContainerKit.Tests.Builds;

public sealed class ContextArchiveTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ck-context-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_build_context_is_sorted_with_folders_first_and_without_ignored_files()
    {
        foreach (var file in (string[])["b.txt", "a/z.txt", "a/y/x.txt", "Dockerfile", ".dockerignore",
            "node_modules/m.js", "out/keep/k.txt", "out/o.txt"]) Write(file, file);
        Write(".dockerignore", "node_modules\nout\n!out/keep\nDockerfile\n.dockerignore\n");
        Write("Dockerfile", "FROM a");

        var (names, bytes) = await SendAsync(new BuildSpec(_folder));

        names.Should().Equal(".dockerignore", "Dockerfile", "a/", "a/y/", "a/y/x.txt", "a/z.txt", "b.txt", "out/",
            "out/keep/", "out/keep/k.txt");
        (await SendAsync(new BuildSpec(_folder))).Bytes.Should().Equal(bytes, "the same folder produces the same bytes");
    }

    [Fact]
    public async Task A_dockerignore_exception_with_wildcards_includes_matching_files_and_their_folders()
    {
        foreach (var file in (string[])["Dockerfile", "app.csproj", "src/a.csproj", "src/a.cs", "src/deep/er/b.csproj",
            "tests/t.cs", "src/none/n.cs"]) Write(file, file);
        Write(".dockerignore", "*\n!**/*.csproj\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(_folder, "src"),
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var (names, bytes) = await SendAsync(new BuildSpec(_folder));

        names.Should().Equal(".dockerignore", "Dockerfile", "app.csproj", "src/", "src/a.csproj", "src/deep/",
            "src/deep/er/", "src/deep/er/b.csproj");
        await using var tar = new TarReader(new MemoryStream(bytes));
        while (await tar.GetNextEntryAsync(cancellationToken: Token) is { } entry)
        {
            if (entry.Name == "src/" && !OperatingSystem.IsWindows())
                entry.Mode.Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task A_Dockerfile_outside_the_build_context_is_added_under_a_content_based_name_and_ignored()
    {
        Write("app/a.txt", "a");
        Write("Dockerfile", "FROM a");

        var (names, bytes) = await SendAsync(new BuildSpec(Path.Combine(_folder, "app")) { Dockerfile = "../Dockerfile" });

        names.Should().HaveCount(3).And.StartWith(".dockerfile." + names[0][12..]).And.Contain([".dockerignore", "a.txt"]);
        System.Text.Encoding.UTF8.GetString(bytes).Should().Contain($".dockerignore\n{names[0]}\n");
    }

    [Fact]
    public async Task Long_names_and_large_files_are_kept_in_a_build_context()
    {
        var name = string.Concat(Enumerable.Repeat("größe-und-länge/", 12)) + "x.bin";
        Write(name, new string('x', 300_000));
        Write("Dockerfile", "FROM a");

        (await SendAsync(new BuildSpec(_folder))).Names.Should().Contain(name);
    }

    [Fact]
    public async Task A_build_context_file_that_shrinks_while_it_is_sent_is_reported_by_name()
    {
        Write("Dockerfile", "FROM a");
        Write("shrinks.bin", new string('x', 2_000_000));
        var archive = new ContextArchive(BuildContext.Open(new BuildSpec(_folder)));
        using var destination = new CallbackStream(() => File.WriteAllText(Path.Combine(_folder, "shrinks.bin"), "short"));

        var failure = await FluentActions.Awaiting(() => archive.WriteAsync(destination, Token))
            .Should().ThrowAsync<UnreadableContextException>();

        failure.Which.Message.Should().Contain(Path.Combine(_folder, "shrinks.bin")).And.Contain("shorter");
    }

    private void Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private static async Task<(List<string> Names, byte[] Bytes)> SendAsync(BuildSpec spec)
    {
        using var sent = new MemoryStream();
        await new ContextArchive(BuildContext.Open(spec)).WriteAsync(sent, Token);
        var bytes = sent.ToArray();
        var names = new List<string>();
        await using var tar = new TarReader(new MemoryStream(bytes));
        while (await tar.GetNextEntryAsync(cancellationToken: Token) is { } entry) names.Add(entry.Name);
        return (names, bytes);
    }

    /// <summary>
    /// A stream that discards its input, and runs a callback when the first 100,000 bytes have been written.
    /// </summary>
    private sealed class CallbackStream(Action callback) : MemoryStream
    {
        private const int Threshold = 100_000;
        private long _written;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_written < Threshold && _written + buffer.Length >= Threshold) callback();
            _written += buffer.Length;
            return ValueTask.CompletedTask;
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Write(byte[] buffer, int offset, int count) =>
            WriteAsync(buffer.AsMemory(offset, count)).AsTask();
    }
}
