using ContainerKit.Files;

namespace ContainerKit.Engine.Tests.Files;

/// <summary>Tests copying files into a container, also in comparison with <c>docker cp</c>.</summary>
public sealed class CopyInTests : FileTest
{
    [DockerFact]
    [Requires(EngineFeature.ArchivedLinks)]
    public async Task CopyIn_of_a_file_resolves_targets_like_the_Docker_CLI()
    {
        await using var ours = await SleeperAsync();
        await using var dockers = await SleeperAsync();
        var file = WriteFile("a.txt", "a");
        foreach (var container in (Container[])[ours, dockers])
        {
            await ShellAsync(container, "mkdir -p /here/sub; echo old > /here/old; ln -s /here/old /here/link");
            await ShellAsync(container, "ln -s sub /here/folder-link; ln -s /here/to-be /here/dangling");
        }

        string[] targets = ["/here/new", "/here/old", "/here/sub", "/here/sub/", "/here/link", "/here/folder-link", "/here/dangling"];

        foreach (var target in targets)
        {
            await ours.CopyInAsync(file, target, Token);
            await DockerCli.GetOutputAsync("cp", file, $"{dockers.Id}:{target}");
        }

        (await DescribeTreeAsync(ours)).Should().Be(await DescribeTreeAsync(dockers));
        (await ShellAsync(ours, "cat /here/new /here/old /here/sub/a.txt /here/to-be")).Should().Be("aaaa");
    }

    [DockerFact]
    public async Task CopyIn_of_a_folder_resolves_targets_like_the_Docker_CLI()
    {
        await using var ours = await SleeperAsync();
        await using var dockers = await SleeperAsync();
        WriteFile("src/a.txt", "a");
        WriteFile("src/deep/er/b.txt", "b");
        Directory.CreateDirectory(HostPath("src/empty"));
        Directory.CreateDirectory(HostPath("nothing"));
        foreach (var container in (Container[])[ours, dockers]) await ShellAsync(container, "mkdir -p /here/is /here/content /here/none");

        foreach (var (source, target) in ((string, string)[])[
            ("src", "/here/new"), ("src", "/here/is"), ("src/.", "/here/content"), ("src/.", "/here/fresh"),
            ("src", "/here/slash/"), ("nothing/.", "/here/none")])
        {
            await ours.CopyInAsync(HostPath(source), target, Token);
            await DockerCli.GetOutputAsync("cp", HostPath(source), $"{dockers.Id}:{target}");
        }

        (await DescribeTreeAsync(ours)).Should().Be(await DescribeTreeAsync(dockers))
            .And.Contain("/here/is/src/deep/er/b.txt").And.Contain("/here/content/deep/er/b.txt").And.Contain("/here/new/empty");
    }

    [DockerFact]
    public async Task CopyIn_keeps_links_modes_and_times_and_sets_the_owner_to_root_or_the_given_one()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no Unix file modes.");
            return;
        }

        await using var container = await SleeperAsync();
        var script = WriteFile("src/run.sh", "#!/bin/sh\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
        File.SetLastWriteTimeUtc(script, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        File.CreateSymbolicLink(HostPath("src/link"), "run.sh");
        File.CreateSymbolicLink(HostPath("src/nowhere"), "/no/such");

        await container.CopyInAsync(HostPath("src"), "/roots", Token);
        await container.CopyInAsync(
            HostPath("src"), "/anns", new CopyInOptions { Owner = new FileOwner(1000, 2000), FileMode = UnixFileMode.UserRead }, Token);

        (await ShellAsync(container,
            "stat -c '%a %u:%g %Y' /roots/run.sh; readlink /roots/link; readlink /roots/nowhere; stat -c '%u:%g' /roots"))
            .Should().Be("501 0:0 981173106\nrun.sh\n/no/such\n0:0");
        (await ShellAsync(container, "stat -c '%a %u:%g' /anns/run.sh; stat -c '%u:%g' /anns /anns/link"))
            .Should().Be("400 1000:2000\n1000:2000\n1000:2000");
    }

    [DockerFact]
    public async Task CopyIn_keeps_hard_links()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Hard links are recognized on Linux only.");
        await using var container = await SleeperAsync();
        WriteFile("src/one", "same");
        HostFile.CreateHardLinkOrCopy(HostPath("src/one"), HostPath("src/two"));

        await container.CopyInAsync(HostPath("src"), "/src", Token);

        (await ShellAsync(container, "stat -c %h /src/one; cat /src/two")).Should().Be("2\nsame");
    }

    [DockerFact]
    public async Task CopyIn_copies_a_source_link_itself_unless_FollowLink_is_set()
    {
        await using var container = await SleeperAsync();
        WriteFile("real/a.txt", "a");
        Directory.CreateSymbolicLink(HostPath("link"), "real");

        await container.CopyInAsync(HostPath("link"), "/link", Token);
        await container.CopyInAsync(HostPath("link"), "/followed", new CopyInOptions { FollowLink = true }, Token);
        await container.CopyInAsync(HostPath("link") + "/.", "/content", Token);

        (await ShellAsync(container, "readlink /link; cat /followed/a.txt /content/a.txt")).Should().Be("real\naa");
    }

    [DockerFact]
    public async Task CopyIn_with_FollowLink_keeps_the_name_of_the_link_like_the_Docker_CLI()
    {
        await using var ours = await SleeperAsync();
        await using var dockers = await SleeperAsync();
        WriteFile("v2.txt", "2");
        WriteFile("release/a.txt", "a");
        File.CreateSymbolicLink(HostPath("current.txt"), "v2.txt");
        Directory.CreateSymbolicLink(HostPath("current"), "release");
        foreach (var container in (Container[])[ours, dockers])
            await ShellAsync(container, "mkdir -p /here/file /here/folder /here/slash /here/dots");
        var follow = new CopyInOptions { FollowLink = true };

        await ours.CopyInAsync(HostPath("current.txt"), "/here/file", follow, Token);
        await ours.CopyInAsync(HostPath("current"), "/here/folder", follow, Token);
        await ours.CopyInAsync(HostPath("current") + "/", "/here/slash", Token);
        await ours.CopyInAsync(HostPath("release") + "/./", "/here/dots", Token);
        await DockerCli.GetOutputAsync("cp", "-L", HostPath("current.txt"), $"{dockers.Id}:/here/file");
        await DockerCli.GetOutputAsync("cp", "-L", HostPath("current"), $"{dockers.Id}:/here/folder");
        await DockerCli.GetOutputAsync("cp", HostPath("current") + "/", $"{dockers.Id}:/here/slash");
        await DockerCli.GetOutputAsync("cp", HostPath("release") + "/./", $"{dockers.Id}:/here/dots");

        (await DescribeTreeAsync(ours)).Should().Be(await DescribeTreeAsync(dockers))
            .And.ContainAll("/here/file/current.txt", "/here/folder/current/a.txt", "/here/slash/current/a.txt", "/here/dots/a.txt");
    }

    [DockerFact]
    public async Task CopyIn_skips_named_pipes()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Named pipes are recognized on Linux only.");
        await using var container = await SleeperAsync();
        WriteFile("src/a.txt", "a");
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", HostPath("src/pipe"))) await mkfifo.WaitForExitAsync(Token);

        await container.CopyInAsync(HostPath("src"), "/src", Token);

        (await ShellAsync(container, "ls /src")).Should().Be("a.txt");
    }

    [DockerFact]
    public async Task CopyIn_works_on_a_stopped_container()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("cat", "/etc/hostname"));
        await container.WaitAsync(Token);

        await container.CopyInAsync(WriteFile("a.txt", "late"), "/late.txt", Token);

        (await container.ReadTextAsync("/late.txt", Token)).Should().Be("late");
    }

    [DockerFact]
    public async Task CopyIn_to_a_missing_folder_throws_unless_CreateFolders_is_set()
    {
        await using var container = await SleeperAsync();
        var file = WriteFile("a.txt", "a");

        var failure = await FluentActions.Awaiting(() => container.CopyInAsync(file, "/no/such/a.txt", Token))
            .Should().ThrowAsync<ContainerFileNotFoundException>();
        failure.Which.Path.Should().Be("/no/such");
        failure.Which.Message.Should().Contain(container.ToString()).And.Contain("CreateFolders");
        await FluentActions.Awaiting(() => container.CopyInAsync(file, "/no/", Token))
            .Should().ThrowAsync<ContainerFileNotFoundException>().WithMessage("*CreateFolders*");

        var options = new CopyInOptions { CreateFolders = true, Owner = new FileOwner(7, 8) };
        await container.CopyInAsync(file, "/var/new/deep/a.txt", options, Token);
        await container.CopyInAsync(file, "/other/deep/", options, Token);
        (await ShellAsync(container,
            "stat -c '%a %u:%g %n' /var/new /var/new/deep /other/deep; cat /var/new/deep/a.txt /other/deep/a.txt; stat -c '%u:%g' /var"))
            .Should().Be("755 7:8 /var/new\n755 7:8 /var/new/deep\n755 7:8 /other/deep\naa0:0");
    }

    [DockerFact]
    public async Task CopyIn_does_not_replace_a_file_with_a_folder_or_a_folder_with_a_file()
    {
        await using var container = await SleeperAsync();
        var file = WriteFile("src/a.txt", "a");
        await ShellAsync(container, "mkdir -p /to/a.txt; touch /file");

        await FluentActions.Awaiting(() => container.CopyInAsync(HostPath("src"), "/file", Token))
            .Should().ThrowAsync<ContainerFileException>().WithMessage("*is a file*");
        await FluentActions.Awaiting(() => container.CopyInAsync(file, "/to", Token))
            .Should().ThrowAsync<ContainerFileException>().WithMessage("*each other's place*");
        await FluentActions.Awaiting(() => container.CopyInAsync(file, "/file/a.txt", Token)).Should().ThrowAsync<ContainerFileException>();
    }

    [DockerFact]
    [Requires(EngineFeature.ReadOnlyUploadFails)]
    public async Task CopyIn_to_a_read_only_path_throws_and_to_a_writable_volume_succeeds()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with
        {
            Customize = request =>
            {
                request.HostConfig!.ReadonlyRootfs = true;
                request.Volumes = new Dictionary<string, Docker.DotNet.Models.EmptyStruct> { ["/data"] = default! };
            },
        });
        var file = WriteFile("a.txt", "a");

        await FluentActions.Awaiting(() => container.CopyInAsync(file, "/tmp", Token))
            .Should().ThrowAsync<ContainerFileException>().WithMessage("*reading only*");
        await container.CopyInAsync(file, "/data", Token);

        (await ShellAsync(container, "cat /data/a.txt")).Should().Be("a");
    }

    [DockerFact]
    public async Task CopyIn_names_a_missing_source_path_or_container()
    {
        var container = await SleeperAsync();
        var file = WriteFile("a.txt", "a");

        (await FluentActions.Awaiting(() => container.CopyInAsync(HostPath("none"), "/", Token))
            .Should().ThrowAsync<FileNotFoundException>()).WithMessage("*none*");
        await FluentActions.Awaiting(() => container.CopyInAsync(file, "tmp/a.txt", Token))
            .Should().ThrowAsync<ArgumentException>().WithMessage("*'/tmp/a.txt'*");

        await container.DisposeAsync();
        await FluentActions.Awaiting(() => container.CopyInAsync(file, "/tmp", Token)).Should().ThrowAsync<ContainerNotFoundException>();
    }

    [DockerFact]
    public async Task Plan_copies_files_in_and_out()
    {
        var file = WriteFile("a.txt", "from here");

        await using (await Image.Pull(Busybox).Run(Spec("sleep", "infinity"))
            .CopyIn(file, "/tmp/")
            .Exec("sh", "-c", "tr a-z A-Z < /tmp/a.txt > /tmp/b.txt")
            .CopyOut("/tmp/b.txt", HostPath("b.txt")))
        {
            File.ReadAllText(HostPath("b.txt")).Should().Be("FROM HERE");
        }
    }

    private static Task<string> DescribeTreeAsync(Container container) =>
        ShellAsync(
            container,
            "find /here | sort | while read -r f; do "
                + "echo \"$f $(stat -c '%F %a' \"$f\") $(readlink \"$f\") $([ -f \"$f\" ] && cat \"$f\")\"; done");
}
