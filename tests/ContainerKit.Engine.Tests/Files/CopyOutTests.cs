namespace ContainerKit.Engine.Tests.Files;

/// <summary>Tests copying files out of a container, also in comparison with <c>docker cp</c>.</summary>
public sealed class CopyOutTests : FileTest
{
    private const string CreateSourceFiles =
        "mkdir -p /src/deep/er /src/empty; echo a > /src/a.txt; echo b > /src/deep/er/b.txt; ln -s deep/er/b.txt /src/link; "
        + "ln /src/a.txt /src/again; chmod 640 /src/a.txt; chmod 700 /src/deep; touch -d '2001-02-03 04:05:06' /src/a.txt";

    [DockerFact]
    [Requires(EngineFeature.ContentArchives)]
    public async Task CopyOut_resolves_targets_like_the_Docker_CLI()
    {
        await using var container = await SleeperAsync();
        await ShellAsync(container, CreateSourceFiles);
        foreach (var side in (string[])["ours", "theirs"])
        {
            Directory.CreateDirectory(HostPath(side + "/is"));
            Directory.CreateDirectory(HostPath(side + "/content"));
            Directory.CreateDirectory(HostPath(side + "/dots"));
            WriteFile(side + "/old", "old");
        }

        foreach (var (source, target) in ((string, string)[])
            [("/src/a.txt", "new"), ("/src/a.txt", "old"), ("/src/a.txt", "is"), ("/src", "is"), ("/src", "made"),
                ("/src/.", "content"), ("/src/./", "dots"), ("/src/.", "fresh"), ("/src/link", "a-link"), ("/src/deep/", "slash")])
        {
            await container.CopyOutAsync(source, HostPath("ours/" + target), Token);
            await DockerCli.GetOutputAsync("cp", $"{container.Id}:{source}", HostPath("theirs/" + target));
        }

        DescribeTree(HostPath("ours")).Should().Equal(DescribeTree(HostPath("theirs")))
            .And.Contain(line => line.StartsWith("is/src/deep/er/b.txt")).And.Contain(line => line.StartsWith("content/link"));
    }

    [DockerFact]
    public async Task CopyOut_keeps_links_modes_and_times()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no Unix file modes.");
            return;
        }

        await using var container = await SleeperAsync();
        await ShellAsync(container, CreateSourceFiles + "; chmod 4755 /src/deep/er/b.txt; mkfifo /src/pipe");

        await container.CopyOutAsync("/src", HostPath("out"), Token);

        File.GetUnixFileMode(HostPath("out/a.txt")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        File.GetUnixFileMode(HostPath("out/deep")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.GetUnixFileMode(HostPath("out/deep/er/b.txt"))
            .Should().NotHaveFlag(UnixFileMode.SetUser, "a copied file must not run with the rights of its owner");
        File.GetLastWriteTimeUtc(HostPath("out/a.txt")).Should().Be(new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        new FileInfo(HostPath("out/link")).LinkTarget.Should().Be("deep/er/b.txt");
        File.Exists(HostPath("out/pipe")).Should().BeFalse();
        // Both names are hard links to one file.
        File.AppendAllText(HostPath("out/again"), "more");
        File.ReadAllText(HostPath("out/a.txt")).Should().Be("a\nmore");
    }

    [DockerFact]
    public async Task CopyOut_refuses_links_to_paths_outside_and_writes_nothing_there()
    {
        await using var container = await SleeperAsync();
        var outside = WriteFile("outside/kept", "kept");
        await ShellAsync(container, $"mkdir -p /src; ln -s {HostPath("outside")} /src/evil; ln -s ../../outside /src/up; echo x > /src/z");

        var failure = await FluentActions.Awaiting(() => container.CopyOutAsync("/src", HostPath("refused"), Token))
            .Should().ThrowAsync<UnsafeArchiveException>();
        failure.Which.Entry.Should().BeOneOf("src/evil", "src/up");
        failure.Which.Message.Should().Contain("ExternalSymlinkPolicy");

        await container.CopyOutAsync(
            "/src", HostPath("skipped"), new CopyOutOptions { ExternalSymlinkPolicy = ExternalSymlinkPolicy.Skip }, Token);
        Directory.EnumerateFileSystemEntries(HostPath("skipped")).Select(Path.GetFileName).Should().Equal("z");

        // A malicious container replaces the link of the first copy with a folder that contains files.
        await container.CopyOutAsync(
            "/src", HostPath("kept"), new CopyOutOptions { ExternalSymlinkPolicy = ExternalSymlinkPolicy.Keep }, Token);
        await ShellAsync(container, "rm /src/evil; mkdir /src/evil; echo bad > /src/evil/kept; echo bad > /src/evil/new");
        await FluentActions.Awaiting(
            () => container.CopyOutAsync(
            "/src/.", HostPath("kept"), new CopyOutOptions { ExternalSymlinkPolicy = ExternalSymlinkPolicy.Keep }, Token))
            .Should().ThrowAsync<UnsafeArchiveException>().WithMessage("*is a link*");

        Directory.EnumerateFileSystemEntries(HostPath("outside")).Should().Equal(outside);
        File.ReadAllText(outside).Should().Be("kept");
    }

    [DockerFact]
    [Requires(EngineFeature.ArchivedLinks)]
    public async Task CopyOut_copies_a_source_link_itself_unless_FollowLink_is_set()
    {
        await using var container = await SleeperAsync();
        await ShellAsync(container, CreateSourceFiles + "; ln -s /src/deep /folder-link; ln -s a.txt /src/beside");

        await container.CopyOutAsync("/src/beside", HostPath("beside"), Token);
        await container.CopyOutAsync("/src/link", HostPath("followed"), new CopyOutOptions { FollowLink = true }, Token);
        await container.CopyOutAsync("/folder-link", Folder, new CopyOutOptions { FollowLink = true }, Token);

        new FileInfo(HostPath("beside")).LinkTarget.Should().Be("a.txt");
        File.ReadAllText(HostPath("followed")).Should().Be("b\n");
        File.ReadAllText(HostPath("folder-link/er/b.txt")).Should().Be("b\n");
        await FluentActions.Awaiting(() => container.CopyOutAsync("/folder-link", HostPath("x"), Token))
            .Should().ThrowAsync<UnsafeArchiveException>().WithMessage("*FollowLink*");
    }

    [DockerFact]
    public async Task CopyOut_replaces_an_existing_link_and_does_not_follow_it()
    {
        await using var container = await SleeperAsync();
        await ShellAsync(container, CreateSourceFiles);
        WriteFile("precious", "precious");
        Directory.CreateDirectory(HostPath("out"));
        File.CreateSymbolicLink(HostPath("out/a.txt"), HostPath("precious"));

        await container.CopyOutAsync("/src/.", HostPath("out"), Token);

        File.ReadAllText(HostPath("precious")).Should().Be("precious");
        File.ReadAllText(HostPath("out/a.txt")).Should().Be("a\n");
    }

    [DockerFact]
    public async Task CopyOut_to_a_conflicting_or_missing_host_path_throws_an_IOException()
    {
        await using var container = await SleeperAsync();
        await ShellAsync(container, CreateSourceFiles);
        var file = WriteFile("file", "x");
        Directory.CreateDirectory(HostPath("to/a.txt"));
        WriteFile("to/deep", "a file");

        await FluentActions.Awaiting(() => container.CopyOutAsync("/src", file, Token))
            .Should().ThrowAsync<IOException>().WithMessage("*is a file*");
        await FluentActions.Awaiting(() => container.CopyOutAsync("/src/a.txt", HostPath("to"), Token))
            .Should().ThrowAsync<IOException>().WithMessage("*is a folder*");
        await FluentActions.Awaiting(() => container.CopyOutAsync("/src/deep", HostPath("to"), Token))
            .Should().ThrowAsync<IOException>().WithMessage("*is a file*");
        await FluentActions.Awaiting(() => container.CopyOutAsync("/src/a.txt", HostPath("no/such/a.txt"), Token))
            .Should().ThrowAsync<DirectoryNotFoundException>().WithMessage("*CreateFolders*");
        await FluentActions.Awaiting(() => container.CopyOutAsync("/src/a.txt", HostPath("none/"), Token))
            .Should().ThrowAsync<DirectoryNotFoundException>().WithMessage("*CreateFolders*");

        await container.CopyOutAsync("/src/a.txt", HostPath("no/such/a.txt"), new CopyOutOptions { CreateFolders = true }, Token);
        await container.CopyOutAsync("/src/a.txt", HostPath("none/"), new CopyOutOptions { CreateFolders = true }, Token);
        File.Exists(HostPath("no/such/a.txt")).Should().BeTrue();
        File.Exists(HostPath("none/a.txt")).Should().BeTrue();
    }

    [DockerFact]
    public async Task CopyOut_works_on_a_stopped_container_and_names_a_missing_path()
    {
        var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", "echo left > /left.txt"));
        await container.WaitAsync(Token);

        await container.CopyOutAsync("/left.txt", Folder, Token);
        File.ReadAllText(HostPath("left.txt")).Should().Be("left\n");
        var failure = await FluentActions.Awaiting(() => container.CopyOutAsync("/no/such", Folder, Token))
            .Should().ThrowAsync<ContainerFileNotFoundException>();
        failure.Which.Container.Should().Be(container.Id);
        failure.Which.Path.Should().Be("/no/such");

        await container.DisposeAsync();
        await FluentActions.Awaiting(() => container.CopyOutAsync("/left.txt", Folder, Token))
            .Should().ThrowAsync<ContainerNotFoundException>();
    }

    [DockerFact]
    public async Task CopyOut_of_the_root_copies_its_content()
    {
        await using var container = await SleeperAsync();

        await container.CopyOutAsync(
            "/", HostPath("root"), new CopyOutOptions { ExternalSymlinkPolicy = ExternalSymlinkPolicy.Skip }, Token);

        File.Exists(HostPath("root/bin/busybox")).Should().BeTrue();
        File.Exists(HostPath("root/etc/passwd")).Should().BeTrue();
    }

    [DockerFact]
    public async Task Export_contains_the_whole_file_system()
    {
        await using var container = await SleeperAsync();
        await container.WriteTextAsync("/mine.txt", "mine", Token);
        using var ours = new MemoryStream();

        await container.ExportAsync(ours, Token);

        await DockerCli.GetOutputAsync("export", "--output", HostPath("theirs.tar"), container.Id);
        ours.Length.Should().Be(new FileInfo(HostPath("theirs.tar")).Length);
        ours.Position = 0;
        (await NamesAsync(ours)).Should().Contain("mine.txt").And.Contain("bin/sh");
    }

    private static async Task<List<string>> NamesAsync(Stream archive)
    {
        using var reader = new System.Formats.Tar.TarReader(archive);
        var names = new List<string>();
        while (await reader.GetNextEntryAsync(cancellationToken: Token) is { } entry) names.Add(entry.Name);
        return names;
    }

    // Returns names, kinds, modes and content.
    private static IEnumerable<string> DescribeTree(string folder) =>
        Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path =>
    {
        var info = new FileInfo(path);
        var kind = info.LinkTarget is { } target ? "-> " + target : Directory.Exists(path) ? "folder" : File.ReadAllText(path);
        var mode = OperatingSystem.IsWindows() || info.LinkTarget is not null ? "" : File.GetUnixFileMode(path).ToString();
        return $"{Path.GetRelativePath(folder, path)} {mode} {kind}";
    });
}
