using System.Diagnostics;
using System.Formats.Tar;
using System.Net.Sockets;
using ContainerKit.Builds;
using ContainerKit.Files;

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

    [Fact]
    public async Task Kinds_of_files_in_a_build_context_are_sent_as_by_the_Docker_CLI()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The kinds are those of Linux.");
        Write("Dockerfile", "FROM a");
        Write("one", "1");
        HostFile.CreateHardLinkOrCopy(Path.Combine(_folder, "one"), Path.Combine(_folder, "two"));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder, "socket")));
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", Path.Combine(_folder, "pipe"))) await mkfifo.WaitForExitAsync(Token);

        var (_, bytes) = await SendAsync(new BuildSpec(_folder));

        var entries = new List<(TarEntryType, string, string)>();
        await using var tar = new TarReader(new MemoryStream(bytes));
        while (await tar.GetNextEntryAsync(cancellationToken: Token) is { } entry)
            entries.Add((entry.EntryType, entry.Name, entry.LinkName));
        entries.Should().Equal(
            (TarEntryType.RegularFile, "Dockerfile", ""), (TarEntryType.RegularFile, "one", ""), (TarEntryType.Fifo, "pipe", ""),
            (TarEntryType.HardLink, "two", "one"));
    }

    [Fact]
    public async Task A_file_that_a_NET_process_holds_open_exclusively_is_sent()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Windows does not share such files.");
        Write("Dockerfile", "FROM a");
        await using var held = new FileStream(Path.Combine(_folder, "held"), FileMode.Create, FileAccess.Write, FileShare.None);
        held.Write("held content"u8);
        held.Flush();

        var (names, bytes) = await SendAsync(new BuildSpec(_folder));

        names.Should().Equal("Dockerfile", "held");
        System.Text.Encoding.UTF8.GetString(bytes).Should().Contain("held content");
    }

    [Fact]
    public async Task A_long_name_at_the_start_of_a_build_context_is_preceded_by_a_plain_header()
    {
        Write("Dockerfile", "FROM a");
        Write(new string('A', 200), "x");

        var (names, bytes) = await SendAsync(new BuildSpec(_folder));

        names.Should().Equal("Dockerfile", new string('A', 200), "Dockerfile");
        bytes[156].Should().Be((byte)'0', "BuildKit recognizes an archive by a complete first header");
    }

    [Fact]
    public void A_folder_with_a_lower_case_dockerfile_only_is_built_with_it()
    {
        Write("dockerfile", "FROM lower");
        BuildContext.Open(new BuildSpec(_folder)).Dockerfile.Should().Be("dockerfile");

        Write("Dockerfile", "FROM upper");
        BuildContext.Open(new BuildSpec(_folder)).Dockerfile.Should().Be("Dockerfile");
    }

    [Fact]
    public async Task A_dockerignore_that_excludes_itself_is_not_sent_to_BuildKit()
    {
        Write("Dockerfile", "FROM a");
        Write(".dockerignore", "Dockerfile\n.dockerignore\n");
        Write("kept", "k");
        var context = BuildContext.Open(new BuildSpec(_folder));

        (await SendAsync(context)).Names.Should().Equal(".dockerignore", "Dockerfile", "kept");
        (await SendAsync(context.ForBuildKit())).Names.Should().Equal("Dockerfile", "kept");
    }

    [Fact]
    public async Task A_dockerignore_is_not_added_for_BuildKit()
    {
        Write("kept", "k");
        var context = BuildContext.Open(BuildSpec.FromText("FROM a", _folder));

        (await SendAsync(context)).Names.Should().Equal(context.Dockerfile is var name ? [name, ".dockerignore", "kept"] : []);
        (await SendAsync(context.ForBuildKit())).Names.Should().Equal(name, "kept");
    }

    [Fact]
    public async Task File_capabilities_of_an_empty_file_are_kept_in_a_build_context()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "File capabilities are a feature of Linux.");
        Write("empty", "");
        // Version 2 of the format, with the effective bit, and the permitted capability 13.
        byte[] capabilities = [1, 0, 0, 2, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        const string Command = "PATH=$PATH:/usr/sbin:/sbin; setcap cap_net_raw+ep \"$0\"";
        using (var setcap = Process.Start("/bin/sh", ["-c", Command, Path.Combine(_folder, "empty")]))
        {
            await setcap.WaitForExitAsync(Token);
            Assert.SkipUnless(setcap.ExitCode == 0, "Capabilities cannot be set here: that needs root, and the program setcap.");
        }

        var (_, bytes) = await SendAsync(BuildSpec.FromText("FROM a", _folder));

        var key = "SCHILY.xattr.security.capability="u8;
        var start = bytes.AsSpan().IndexOf(key);
        start.Should().BePositive();
        bytes[(start + key.Length)..][..capabilities.Length].Should().Equal(capabilities);
    }

    [Fact]
    public async Task A_canceled_build_context_is_not_walked_to_its_end_even_if_all_files_are_excluded()
    {
        Write("a", "a");
        Write(".dockerignore", "*");
        var context = BuildContext.Open(BuildSpec.FromText("FROM a", _folder));
        using var destination = new CancelingStream();

        await FluentActions.Awaiting(() => new ContextArchive(context).WriteAsync(destination, destination.Cancel.Token))
            .Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData(".dockerignore", "/etc/hostname")]
    [InlineData(".dockerignore", "../outside")]
    [InlineData(".dockerignore", "sub/../../outside")]
    [InlineData(".dockerignore", "up/outside")]
    [InlineData("Dockerfile", "../outside")]
    [InlineData("Dockerfile.dockerignore", "../outside")]
    public void A_link_of_a_build_context_that_leads_out_is_not_read(string name, string target)
    {
        Write("sub/x", "x");
        Write("context/sub/x", "x");
        Write("outside", "a secret");
        Directory.CreateSymbolicLink(Path.Combine(_folder, "context/up"), "..");
        if (name != "Dockerfile") Write("context/Dockerfile", "FROM a");
        File.CreateSymbolicLink(Path.Combine(_folder, "context", name), target);
        var folder = Path.Combine(_folder, "context");

        foreach (var spec in (BuildSpec[])[new BuildSpec(folder), BuildSpec.FromText("FROM a", folder)])
        {
            // A Dockerfile as text replaces the file of the folder, and its link is sent as a link.
            if (spec.Text is not null && name != ".dockerignore") continue;
            FluentActions.Invoking(() => BuildContext.Open(spec)).Should().Throw<BuildFailedException>()
                .Which.Message.Should().Contain(name).And.Contain("leads out of the build context").And.NotContain("a secret");
        }
    }

    [Fact]
    public void A_link_of_a_build_context_that_stays_inside_is_read()
    {
        Write("docker/ignore", "excluded");
        Write("docker/app/file", "FROM inside");
        File.CreateSymbolicLink(Path.Combine(_folder, ".dockerignore"), "docker/app/../ignore");
        File.CreateSymbolicLink(Path.Combine(_folder, "Dockerfile"), Path.Combine(_folder, "docker/app/file"));

        var context = BuildContext.Open(new BuildSpec(_folder));

        context.Rules.Match("excluded", IgnoreRules.MatchResult.Top).IsExcluded.Should().BeTrue();
        context.Text.Instructions.Should().ContainSingle();
    }

    private void Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private static Task<(List<string> Names, byte[] Bytes)> SendAsync(BuildSpec spec) => SendAsync(BuildContext.Open(spec));

    private static async Task<(List<string> Names, byte[] Bytes)> SendAsync(BuildContext context)
    {
        using var sent = new MemoryStream();
        await new ContextArchive(context).WriteAsync(sent, Token);
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

    /// <summary>A stream that cancels its token at the first write, and ignores the token itself.</summary>
    private sealed class CancelingStream : MemoryStream
    {
        public CancellationTokenSource Cancel { get; } = new();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Cancel.Cancel();
            return ValueTask.CompletedTask;
        }

        protected override void Dispose(bool disposing)
        {
            Cancel.Dispose();
            base.Dispose(disposing);
        }
    }
}
