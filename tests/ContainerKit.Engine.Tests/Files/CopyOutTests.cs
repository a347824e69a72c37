namespace ContainerKit.Engine.Tests.Verbs.Files;

public sealed class CopyOutTests : FileTest
{
    private const string Made = "mkdir -p /src/deep/er /src/empty; echo a > /src/a.txt; echo b > /src/deep/er/b.txt; ln -s deep/er/b.txt /src/link; ln /src/a.txt /src/again; chmod 640 /src/a.txt; chmod 700 /src/deep; touch -d '2001-02-03 04:05:06' /src/a.txt";

    [DockerFact]
    public async Task CopyOut_resolves_targets_like_the_Docker_CLI()
    {
        await using var container = await SleeperAsync();
        await AskAsync(container, Made);
        foreach (var side in (string[])["ours", "theirs"])
        {
            Directory.CreateDirectory(Here(side + "/is"));
            Directory.CreateDirectory(Here(side + "/content"));
            Directory.CreateDirectory(Here(side + "/dots"));
            HereWith(side + "/old", "old");
        }

        foreach (var (source, target) in ((string, string)[])
            [("/src/a.txt", "new"), ("/src/a.txt", "old"), ("/src/a.txt", "is"), ("/src", "is"), ("/src", "made"), ("/src/.", "content"), ("/src/./", "dots"), ("/src/.", "fresh"), ("/src/link", "a-link"), ("/src/deep/", "slash")])
        {
            await container.CopyOutAsync(source, Here("ours/" + target), Token);
            await DockerCli.AskAsync("cp", $"{container.Id}:{source}", Here("theirs/" + target));
        }

        Tree(Here("ours")).Should().Equal(Tree(Here("theirs"))).And.Contain(line => line.StartsWith("is/src/deep/er/b.txt")).And.Contain(line => line.StartsWith("content/link"));
    }

    [DockerFact]
    public async Task CopyOut_keeps_links_modes_and_times()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }

        await using var container = await SleeperAsync();
        await AskAsync(container, Made + "; chmod 4755 /src/deep/er/b.txt; mkfifo /src/pipe");

        await container.CopyOutAsync("/src", Here("out"), Token);

        File.GetUnixFileMode(Here("out/a.txt")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        File.GetUnixFileMode(Here("out/deep")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.GetUnixFileMode(Here("out/deep/er/b.txt")).Should().NotHaveFlag(UnixFileMode.SetUser, "who runs a file must not become its owner by a copy");
        File.GetLastWriteTimeUtc(Here("out/a.txt")).Should().Be(new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        new FileInfo(Here("out/link")).LinkTarget.Should().Be("deep/er/b.txt");
        File.Exists(Here("out/pipe")).Should().BeFalse();
        // One file under two names.
        File.AppendAllText(Here("out/again"), "more");
        File.ReadAllText(Here("out/a.txt")).Should().Be("a\nmore");
    }

    [DockerFact]
    public async Task CopyOut_refuses_links_to_paths_outside_and_writes_nothing_there()
    {
        await using var container = await SleeperAsync();
        var outside = HereWith("outside/kept", "kept");
        await AskAsync(container, $"mkdir -p /src; ln -s {Here("outside")} /src/evil; ln -s ../../outside /src/up; echo x > /src/z");

        var failure = await FluentActions.Awaiting(() => container.CopyOutAsync("/src", Here("refused"), Token)).Should().ThrowAsync<UnsafeArchiveException>();
        failure.Which.Entry.Should().BeOneOf("src/evil", "src/up");
        failure.Which.Message.Should().Contain("ExternalSymlinkPolicy");

        await container.CopyOutAsync("/src", Here("skipped"), new CopyOutOptions { ExternalSymlinkPolicy = ExternalSymlinkPolicy.Skip }, Token);
        Directory.EnumerateFileSystemEntries(Here("skipped")).Select(Path.GetFileName).Should().Equal("z");

        // A hostile container, second act: the link of the first copy becomes a folder with a file in it.
        await container.CopyOutAsync("/src", Here("kept"), new CopyOutOptions { ExternalSymlinkPolicy = ExternalSymlinkPolicy.Keep }, Token);
        await AskAsync(container, "rm /src/evil; mkdir /src/evil; echo bad > /src/evil/kept; echo bad > /src/evil/new");
        await FluentActions.Awaiting(() => container.CopyOutAsync("/src/.", Here("kept"), new CopyOutOptions { ExternalSymlinkPolicy = ExternalSymlinkPolicy.Keep }, Token))
            .Should().ThrowAsync<UnsafeArchiveException>().WithMessage("*is a link*");

        Directory.EnumerateFileSystemEntries(Here("outside")).Should().Equal(outside);
        File.ReadAllText(outside).Should().Be("kept");
    }

    [DockerFact]
    public async Task CopyOut_copies_a_source_link_itself_unless_FollowLink_is_set()
    {
        await using var container = await SleeperAsync();
        await AskAsync(container, Made + "; ln -s /src/deep /folder-link; ln -s a.txt /src/beside");

        await container.CopyOutAsync("/src/beside", Here("beside"), Token);
        await container.CopyOutAsync("/src/link", Here("followed"), new CopyOutOptions { FollowLink = true }, Token);
        await container.CopyOutAsync("/folder-link", Folder, new CopyOutOptions { FollowLink = true }, Token);

        new FileInfo(Here("beside")).LinkTarget.Should().Be("a.txt");
        File.ReadAllText(Here("followed")).Should().Be("b\n");
        File.ReadAllText(Here("folder-link/er/b.txt")).Should().Be("b\n");
        await FluentActions.Awaiting(() => container.CopyOutAsync("/folder-link", Here("x"), Token)).Should().ThrowAsync<UnsafeArchiveException>().WithMessage("*FollowLink*");
    }

    [DockerFact]
    public async Task CopyOut_replaces_an_existing_link_and_does_not_follow_it()
    {
        await using var container = await SleeperAsync();
        await AskAsync(container, Made);
        HereWith("precious", "precious");
        Directory.CreateDirectory(Here("out"));
        File.CreateSymbolicLink(Here("out/a.txt"), Here("precious"));

        await container.CopyOutAsync("/src/.", Here("out"), Token);

        File.ReadAllText(Here("precious")).Should().Be("precious");
        File.ReadAllText(Here("out/a.txt")).Should().Be("a\n");
    }

    [DockerFact]
    public async Task CopyOut_to_a_conflicting_or_missing_host_path_throws_an_IOException()
    {
        await using var container = await SleeperAsync();
        await AskAsync(container, Made);
        var file = HereWith("file", "x");
        Directory.CreateDirectory(Here("to/a.txt"));
        HereWith("to/deep", "a file");

        await FluentActions.Awaiting(() => container.CopyOutAsync("/src", file, Token)).Should().ThrowAsync<IOException>().WithMessage("*is a file*");
        await FluentActions.Awaiting(() => container.CopyOutAsync("/src/a.txt", Here("to"), Token)).Should().ThrowAsync<IOException>().WithMessage("*is a folder*");
        await FluentActions.Awaiting(() => container.CopyOutAsync("/src/deep", Here("to"), Token)).Should().ThrowAsync<IOException>().WithMessage("*is a file*");
        await FluentActions.Awaiting(() => container.CopyOutAsync("/src/a.txt", Here("no/such/a.txt"), Token)).Should().ThrowAsync<DirectoryNotFoundException>().WithMessage("*CreateFolders*");
        await FluentActions.Awaiting(() => container.CopyOutAsync("/src/a.txt", Here("none/"), Token)).Should().ThrowAsync<DirectoryNotFoundException>().WithMessage("*CreateFolders*");

        await container.CopyOutAsync("/src/a.txt", Here("no/such/a.txt"), new CopyOutOptions { CreateFolders = true }, Token);
        await container.CopyOutAsync("/src/a.txt", Here("none/"), new CopyOutOptions { CreateFolders = true }, Token);
        File.Exists(Here("no/such/a.txt")).Should().BeTrue();
        File.Exists(Here("none/a.txt")).Should().BeTrue();
    }

    [DockerFact]
    public async Task CopyOut_works_on_a_stopped_container_and_names_a_missing_path()
    {
        var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", "echo left > /left.txt"));
        await container.WaitAsync(Token);

        await container.CopyOutAsync("/left.txt", Folder, Token);
        File.ReadAllText(Here("left.txt")).Should().Be("left\n");
        var failure = await FluentActions.Awaiting(() => container.CopyOutAsync("/no/such", Folder, Token)).Should().ThrowAsync<ContainerFileNotFoundException>();
        failure.Which.Container.Should().Be(container.Id);
        failure.Which.Path.Should().Be("/no/such");

        await container.DisposeAsync();
        await FluentActions.Awaiting(() => container.CopyOutAsync("/left.txt", Folder, Token)).Should().ThrowAsync<ContainerNotFoundException>();
    }

    [DockerFact]
    public async Task CopyOut_of_the_root_copies_its_content()
    {
        await using var container = await SleeperAsync();

        await container.CopyOutAsync("/", Here("root"), new CopyOutOptions { ExternalSymlinkPolicy = ExternalSymlinkPolicy.Skip }, Token);

        File.Exists(Here("root/bin/busybox")).Should().BeTrue();
        File.Exists(Here("root/etc/passwd")).Should().BeTrue();
    }

    [DockerFact]
    public async Task Export_contains_the_whole_file_system()
    {
        await using var container = await SleeperAsync();
        await container.WriteTextAsync("/mine.txt", "mine", Token);
        using var ours = new MemoryStream();

        await container.ExportAsync(ours, Token);

        await DockerCli.AskAsync("export", "--output", Here("theirs.tar"), container.Id);
        ours.Length.Should().Be(new FileInfo(Here("theirs.tar")).Length);
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

    // Names, kinds, modes and content; the set-user bit and the like are none of these.
    private static IEnumerable<string> Tree(string folder) => Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path =>
    {
        var info = new FileInfo(path);
        var kind = info.LinkTarget is { } target ? "-> " + target : Directory.Exists(path) ? "folder" : File.ReadAllText(path);
        return $"{Path.GetRelativePath(folder, path)} {(OperatingSystem.IsWindows() || info.LinkTarget is not null ? "" : File.GetUnixFileMode(path))} {kind}";
    });
}
