using System.Diagnostics;
using System.Text;

namespace ContainerKit.Engine.Tests.Files;

/// <summary>Files with unusual owners, names and attributes, with <c>docker cp</c> as witness.</summary>
public sealed class UnusualFileTests : FileTest
{
    [DockerFact]
    [Requires(EngineFeature.AnyFileOwner)]
    public async Task Files_with_owner_ids_of_32_bits_are_read_and_copied()
    {
        await using var container = await SleeperAsync();
        await ShellAsync(container, "mkdir /d; echo x > /d/f; chown 3000000000:4294967294 /d/f; cp -a /d/f /d/g; chown 4294967294 /d");

        (await container.ReadTextAsync("/d/f", Token)).Should().Be("x\n");
        (await container.ReadBytesAsync("/d/f", Token)).Should().Equal("x\n"u8.ToArray());
        await using (var stream = await container.OpenReadAsync("/d/f", Token)) stream.Length.Should().Be(2);
        await container.CopyOutAsync("/d", HostPath("out"), Token);

        File.ReadAllText(HostPath("out/f")).Should().Be("x\n");
        File.ReadAllText(HostPath("out/g")).Should().Be("x\n");
    }

    [DockerFact]
    [Requires(EngineFeature.AnyFileOwner)]
    public async Task Owner_ids_of_32_bits_can_be_set()
    {
        await using var container = await SleeperAsync();
        WriteFile("in/f", "x");
        var owner = new FileOwner(3000000000, 4294967294);

        await container.CopyInAsync(HostPath("in"), "/d", new CopyInOptions { Owner = owner }, Token);
        await container.WriteTextAsync("/w", "x", new WriteFileOptions { Owner = owner }, Token);

        (await ShellAsync(container, "stat -c %u:%g /d /d/f /w"))
            .Should().Be("3000000000:4294967294\n3000000000:4294967294\n3000000000:4294967294");
    }

    [DockerFact]
    public async Task Names_with_line_breaks_and_long_names_are_copied_both_ways()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Windows has no such names.");
        await using var container = await SleeperAsync();
        var longName = string.Join('/', Enumerable.Repeat(new string('ß', 60), 4));
        WriteFile("in/ä\nö", "breaks");
        WriteFile("in/" + longName + "/x", "long");
        File.CreateSymbolicLink(HostPath("in/link"), longName + "/x");

        await container.CopyInAsync(HostPath("in"), "/n", Token);
        await container.CopyOutAsync("/n", HostPath("out"), Token);
        await DockerCli.GetOutputAsync("cp", $"{container.Id}:/n", HostPath("witness"));

        Names("out").Should().Equal(Names("witness")).And.Equal(Names("in"));
        File.ReadAllText(HostPath("out/ä\nö")).Should().Be("breaks");
        File.ReadAllText(HostPath("out/link")).Should().Be("long");
    }

    [DockerFact]
    public async Task Names_that_are_not_UTF8_keep_their_bytes_in_both_directions()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems have no such names.");
        await using var container = await SleeperAsync();
        // Both names would be the same text if invalid bytes were replaced.
        RunShell("mkdir -p in/dir$(printf '\\350') && printf 1 > in/caf$(printf '\\351') && printf 2 > in/caf$(printf '\\352') "
            + "&& printf 3 > in/dir$(printf '\\350')/x && ln -s caf$(printf '\\351') in/link");

        await container.CopyInAsync(HostPath("in"), "/n", Token);
        await container.CopyOutAsync("/n", HostPath("out"), Token);

        (await ShellAsync(container, "cat /n/caf$(printf '\\351') /n/caf$(printf '\\352') /n/dir$(printf '\\350')/x /n/link"))
            .Should().Be("1231");
        RunShell("cat out/caf$(printf '\\351') out/caf$(printf '\\352') out/dir$(printf '\\350')/x out/link").Should().Be("1231");
        RunShell("find out -mindepth 1 | wc -l").Trim().Should().Be("5");
        // .NET cannot delete a name that is not UTF-8.
        RunShell("rm -r in out");
    }

    [DockerFact]
    public async Task File_capabilities_are_copied_in_like_by_docker_cp()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "File capabilities are a feature of Linux.");
        await using var container = await SleeperAsync();
        WriteFile("in/b", "program");
        WriteFile("in/empty", "");
        try
        {
            RunShell("PATH=$PATH:/usr/sbin:/sbin; setcap cap_net_raw+ep in/b; setcap cap_net_raw+ep in/empty");
        }
        catch (InvalidOperationException e)
        {
            Assert.Skip("Capabilities cannot be set here: " + e.Message);
        }

        await container.CopyInAsync(HostPath("in/b"), "/ours", Token);
        await container.CopyInAsync(HostPath("in"), "/folder", Token);
        await DockerCli.GetOutputAsync("cp", HostPath("in/b"), $"{container.Id}:/theirs");

        // The engine sends the attribute back in the archive.
        var expected = await GetCapabilitiesAsync(container, "/theirs");
        expected.Should().NotBeEmpty();
        (await GetCapabilitiesAsync(container, "/ours")).Should().Equal(expected);
        (await GetCapabilitiesAsync(container, "/folder/b")).Should().Equal(expected);
        (await GetCapabilitiesAsync(container, "/folder/empty")).Should().Equal(expected);
    }

    [DockerFact]
    public async Task A_file_that_a_NET_process_holds_open_exclusively_is_copied_in()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Windows does not share such files.");
        await using var container = await SleeperAsync();
        WriteFile("in/held", "content");
        await using var held = new FileStream(HostPath("in/held"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        await container.CopyInAsync(HostPath("in"), "/n", Token);
        await container.CopyInAsync(HostPath("in/held"), "/held", Token);

        (await ShellAsync(container, "cat /n/held /held")).Should().Be("contentcontent");
    }

    [DockerFact]
    [Requires(EngineFeature.WritableHostMounts)]
    public async Task A_file_that_becomes_shorter_while_the_engine_reads_it_is_not_taken_for_whole()
    {
        const string Script = """
            head -c 100000000 /dev/zero > /big; touch /host/ready
            while [ ! -e /host/go ]; do sleep 0.05; done; : > /big; touch /host/done; sleep infinity
            """;
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", Script) with { Mounts = [Mount.Bind(Folder, "/host")] });
        await WaitForAsync("ready");

        await using var stream = await container.OpenReadAsync("/big", Token);
        await stream.ReadExactlyAsync(new byte[1], Token);
        File.WriteAllText(HostPath("go"), "");
        await WaitForAsync("done");

        await FluentActions.Awaiting(() => stream.CopyToAsync(Stream.Null, Token))
            .Should().ThrowAsync<EngineUnavailableException>().WithMessage("*of 100000000 bytes*");
    }

    [DockerFact]
    public async Task CopyOut_leaves_no_temporary_file_and_replaces_a_file_of_the_same_name()
    {
        await using var container = await SleeperAsync();
        await ShellAsync(container, "mkdir /n; echo new > /n/f; : > /n/empty; touch -d @-5 /n/empty || true");
        WriteFile("n/f", "an old file that is longer");

        await container.CopyOutAsync("/n", Folder, Token);

        File.ReadAllText(HostPath("n/f")).Should().Be("new\n");
        Directory.EnumerateFileSystemEntries(HostPath("n")).Select(Path.GetFileName).Should().BeEquivalentTo("f", "empty");
    }

    [DockerFact]
    public async Task CopyOut_of_links_pipes_and_devices_with_several_names_keeps_the_rest_of_the_folder()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Links on Windows need a privilege.");
        await using var container = await SleeperAsync();
        await ShellAsync(container, "mkdir /n; cd /n; echo x > f; ln -s f a; ln a b; mkfifo p; ln p q; mknod d c 1 3; ln d e; echo z > z");

        await container.CopyOutAsync("/n", HostPath("out"), Token);

        Names("out").Should().Equal("a", "b", "f", "z");
        (File.ResolveLinkTarget(HostPath("out/a"), false)!.Name, File.ResolveLinkTarget(HostPath("out/b"), false)!.Name)
            .Should().Be(("f", "f"));
    }

    [DockerFact]
    public async Task CopyIn_of_a_single_pipe_or_device_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Windows has no such files.");
        await using var container = await SleeperAsync();
        RunShell("mkfifo pipe");

        foreach (var source in new[] { HostPath("pipe"), "/dev/null" })
        {
            await FluentActions.Awaiting(() => container.CopyInAsync(source, "/x", Token))
                .Should().ThrowAsync<IOException>().WithMessage($"*'{source}' is a pipe, a socket or a device*");
        }
    }

    private static async Task<byte[]> GetCapabilitiesAsync(Container container, string path)
    {
        var start = new ProcessStartInfo("docker", ["cp", $"{container.Id}:{path}", "-"]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        using var archive = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(archive, Token);
        var bytes = archive.ToArray();
        var key = "SCHILY.xattr.security.capability="u8;
        var index = bytes.AsSpan().IndexOf(key);
        return index < 0 ? [] : bytes[(index + key.Length)..(index + key.Length + 20)];
    }

    private async Task WaitForAsync(string file)
    {
        while (!File.Exists(HostPath(file))) await Task.Delay(50, Token);
    }

    private IEnumerable<string> Names(string folder) =>
        Directory.EnumerateFileSystemEntries(HostPath(folder), "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(HostPath(folder), path)).Order(StringComparer.Ordinal);

    private string RunShell(string script)
    {
        var start = new ProcessStartInfo("sh", ["-c", script])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.Latin1,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(Token);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"`{script}` failed: {error.Result}");
    }
}
