using ContainerKit.Engine.Tests.Builds;

namespace ContainerKit.Engine.Tests.Smoke;

/// <summary>
/// One short test of each feature. <c>.ci/run</c> runs this class with other engines; <c>eng/matrix.sh</c> runs all classes.
/// </summary>
public sealed class SmokeTests : BuildTest
{
    [DockerFact]
    public async Task Run_returns_the_output_and_the_exit_code()
    {
        (await Image.Pull(Busybox).Run(Spec("echo", "hi")).Output()).Should().Be("hi\n");

        var result = await Image.Pull(Busybox).Run(Spec("sh", "-c", "echo out; echo err >&2; exit 3")).ToCompletion(ExitCodes.Any);

        result.Should().BeEquivalentTo(new { Stdout = "out\n", Stderr = "err\n", ExitCode = 3 });
    }

    [DockerFact]
    public async Task Exec_returns_the_output_of_its_input_and_the_exit_code()
    {
        await using var container = await SleeperAsync();

        var result = await container.ExecAsync(new ExecSpec("sh", "-c", "tr a-z A-Z; exit 4")
        {
            StandardInput = ProcessInput.FromText("shout"),
            AllowedExitCodes = ExitCodes.Any,
        }, Token);

        result.Should().BeEquivalentTo(new { Stdout = "SHOUT", ExitCode = 4 });
    }

    [DockerFact]
    public async Task Attached_process_ends_after_the_end_of_its_input()
    {
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", "while read x; do echo got $x; done; exit 5") with { StdinOnce = true }).ExecuteAsync(Token);
        await using var terminal = await container.AttachAsync(Token);

        await terminal.SendLineAsync("one", Token);
        await terminal.ExpectAsync("got one", Token);
        await terminal.CloseInputAsync(Token);

        (await terminal.WaitAsync(Token)).Should().Be(5);
    }

    [DockerFact]
    public async Task Terminal_shows_the_output_of_commands_and_its_size()
    {
        await using var container = await SleeperAsync();
        await using var terminal = await container.OpenTerminalAsync(
            new TerminalSpec("sh") { Size = new TerminalSize(90, 20) }, Token);

        await terminal.SendLineAsync("stty size; exit 6", Token);
        await terminal.ExpectAsync("20 90", Token);

        (await terminal.WaitAsync(Token)).Should().Be(6);
    }

    [DockerFact]
    public async Task Followed_log_ends_with_the_container()
    {
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", "echo one; sleep 0.3; echo two >&2; sleep 0.3; echo three"));

        var lines = await container.LogsAsync(new LogOptions { Follow = true }, Token).Select(line => line.Text).ToListAsync(Token);

        lines.Should().Equal("one", "two", "three");
    }

    [DockerFact]
    public async Task Copied_files_have_the_same_content_in_both_directions()
    {
        using var folder = new TemporaryFolder().With("in/a.txt", "content");
        await using var container = await SleeperAsync();

        await container.CopyInAsync(folder.At("in/a.txt"), "/tmp/b.txt", Token);
        await container.CopyOutAsync("/tmp/b.txt", folder.At("c.txt"), Token);

        (await container.ExecAsync(["cat", "/tmp/b.txt"], Token)).Stdout.Should().Be("content");
        (await File.ReadAllTextAsync(folder.At("c.txt"), Token)).Should().Be("content");
    }

    [DockerFact]
    public async Task Built_image_runs_its_command()
    {
        var spec = BuildSpec.FromText(OnBusybox("RUN echo built > /file\nCMD [\"cat\", \"/file\"]"));

        (await Image.Build(spec).Run(Spec()).Output()).Should().Be("built\n");
    }

    [DockerFact]
    public async Task Containers_of_a_network_reach_each_other_by_name()
    {
        await using var network = await Network.Create();
        await using var server = await Image.Pull(Busybox).Run(
            Spec("sh", "-c", "mkdir /www; echo page > /www/index.html; exec httpd -f -p 80 -h /www") with
            {
                Networks = [network.As("web")],
            });
        await using var client = await Image.Pull(Busybox).Run(Spec("sleep", "infinity") with { Networks = [network] });

        var page = await client.ExecAsync(["sh", "-c", "until wget -qO- http://web; do sleep 0.1; done"], Token);

        page.Stdout.Should().Be("page\n");
    }

    [DockerFact]
    public async Task Published_port_is_reachable_after_the_wait_for_it()
    {
        await using var container = await Image.Pull(Busybox).Run(
            Spec("sh", "-c", "sleep 0.3; mkdir /www; echo page > /www/index.html; exec httpd -f -p 80 -h /www") with
            {
                Publish = [80],
                Wait = Wait.ForPort(80),
            });
        using var http = new HttpClient();

        (await http.GetStringAsync($"http://{await container.GetPublishedPortAsync(80, Token)}/", Token)).Should().Be("page\n");
    }

    [DockerFact]
    public async Task Volume_keeps_files_from_one_container_to_the_next()
    {
        await using var volume = await Volume.Create();
        var mounted = Spec() with { Mounts = [volume.MountAt("/data")] };

        await Image.Pull(Busybox).Run(mounted with { Command = ["sh", "-c", "echo kept > /data/x"] }).ToCompletion();

        (await Image.Pull(Busybox).Run(mounted with { Command = ["cat", "/data/x"] }).Output()).Should().Be("kept\n");
    }

    [DockerFact]
    public async Task Committed_image_has_the_changes_of_its_container()
    {
        var image = await Image.Pull(Busybox).Run(Spec("sleep", "infinity")).Exec("touch", "/x").Commit(Unique("committed"));

        (await image.RunAsync(Spec("ls", "/x"), Token).ThenOutputAsync()).Should().Be("/x\n");
    }

    [DockerFact]
    public async Task Waits_end_with_the_log_line_and_with_the_exit()
    {
        await using var container = await Image.Pull(Busybox).Run(
            Spec("sh", "-c", "sleep 0.3; echo ready; until test -e /end; do sleep 0.1; done; exit 7") with { Wait = Wait.ForLog("ready") });

        await container.ExecAsync(["touch", "/end"], Token);

        (await container.WaitAsync(Token)).Should().Be(7);
    }

    [DockerFact]
    public async Task Pushed_image_can_be_pulled()
    {
        var name = $"{TestRegistries.Open}/{Unique("pushed")}:1";
        await Image.Pull(Busybox).Run(Spec("sleep", "infinity")).Exec("touch", "/x").Commit(name).Push();
        await (await Image.Local(name)).RemoveAsync(Token);

        (await Image.Pull(name).Run(Spec("ls", "/x")).Output()).Should().Be("/x\n");
    }
}
