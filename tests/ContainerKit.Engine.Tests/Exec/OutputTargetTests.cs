using System.Text;

namespace ContainerKit.Engine.Tests.Exec;

/// <summary>Redirected and limited outputs of execs and foreground runs.</summary>
public sealed class OutputTargetTests : EngineTest
{
    private const string Both = "for i in 1 2 3; do echo out$i; echo err$i >&2; done";

    [DockerFact]
    public async Task Exec_writes_each_output_to_its_own_target()
    {
        await using var container = await SleeperAsync();
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "out");
        using var stderr = new MemoryStream();

        var result = await container.ExecAsync(
            new ExecSpec("sh", "-c", Both) { StandardOutput = OutputTarget.ToFile(file), StandardError = OutputTarget.ToStream(stderr) },
            Token);

        (await File.ReadAllTextAsync(file, Token)).Should().Be("out1\nout2\nout3\n");
        Encoding.UTF8.GetString(stderr.ToArray()).Should().Be("err1\nerr2\nerr3\n");
        (result.Stdout, result.Stderr, result.OmittedStdoutLength, result.OmittedStderrLength).Should().Be(("", "", 15, 15));
    }

    [DockerFact]
    public async Task Exec_replaces_a_file_or_appends_to_it()
    {
        await using var container = await SleeperAsync();
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "out");

        foreach (var (append, text) in new[] { (false, "first, longer"), (false, "second"), (true, "third") })
        {
            await container.ExecAsync(
                new ExecSpec("echo", text) { StandardOutput = OutputTarget.ToFile(file, append) }, Token);
        }

        (await File.ReadAllTextAsync(file, Token)).Should().Be("second\nthird\n");
    }

    [DockerFact]
    public async Task Exec_passes_a_large_output_to_a_callback_and_its_lines_to_another_one()
    {
        await using var container = await SleeperAsync();
        var (length, lines) = (0L, 0);

        var result = await container.ExecAsync(
            new ExecSpec("seq", "300000")
            {
                StandardOutput = OutputTarget.ToDelegate((bytes, _) =>
                {
                    length += bytes.Length;
                    return ValueTask.CompletedTask;
                }),
                OnLine = _ => lines++,
            },
            Token);

        (length, lines, result.StdoutBytes.Length).Should().Be((1_988_895, 300_000, 0));
    }

    [DockerFact]
    public async Task Exec_collects_the_ends_of_a_large_output()
    {
        await using var container = await SleeperAsync();

        var result = await container.ExecAsync(
            new ExecSpec("seq", "300000") { StandardOutput = OutputTarget.CollectEnds(4, 14) }, Token);

        result.Stdout.Should().Be("1\n2\n\n[... 1,988,877 bytes left out ...]\n299999\n300000\n");
        (result.OmittedStdoutLength, result.StdoutBytes.Length).Should().Be((1_988_877, 18));
    }

    [DockerFact]
    public async Task Failed_exec_shows_the_end_of_a_redirected_output()
    {
        await using var container = await SleeperAsync();
        var spec = new ExecSpec("sh", "-c", "seq 300000; echo broken >&2; exit 3")
        {
            StandardOutput = OutputTarget.Discard,
            StandardError = OutputTarget.Discard,
        };

        var error = await FluentActions.Awaiting(() => container.ExecAsync(spec, Token)).Should().ThrowAsync<ExecFailedException>();

        error.Which.Message.Should().Contain("\n  299999\n  300000\nstderr:\n  broken\n");
        error.Which.Result.Stdout.Should().BeEmpty();
    }

    [DockerFact]
    public async Task Failing_output_target_fails_the_exec_and_kills_its_process()
    {
        await using var container = await SleeperAsync();
        var spec = new ExecSpec("sh", "-c", "echo go; exec sleep 31541")
        {
            StandardOutput = OutputTarget.ToDelegate(_ => throw new IOException("the disk is full")),
        };

        await FluentActions.Awaiting(() => container.ExecAsync(spec, Token))
            .Should().ThrowAsync<IOException>().WithMessage("the disk is full");

        (await ProcessesAsync(container)).Should().NotContain("31541");
    }

    [DockerFact]
    public async Task Exec_does_not_start_if_the_file_of_its_output_cannot_be_created()
    {
        await using var container = await SleeperAsync();
        using var folder = new TemporaryFolder();
        var spec = new ExecSpec("touch", "/started")
        {
            StandardError = OutputTarget.ToFile(Path.Combine(folder.Path, "missing", "file")),
        };

        await FluentActions.Awaiting(() => container.ExecAsync(spec, Token)).Should().ThrowAsync<DirectoryNotFoundException>();

        (await container.StatAsync("/started", Token)).Should().BeNull();
    }

    [DockerFact]
    public async Task Foreground_run_redirects_its_output()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "out");
        var lines = new List<string>();
        var options = new CompletionOptions
        {
            AllowedExitCodes = ExitCodes.Of(7),
            StandardOutput = OutputTarget.ToFile(file),
            OnLine = line => lines.Add(line.Text),
        };

        var result = await Image.Local(Busybox).Run(Spec("sh", "-c", Both + "; exit 7")).ToCompletion(options).ExecuteAsync(Token);

        (await File.ReadAllTextAsync(file, Token)).Should().Be("out1\nout2\nout3\n");
        (result.ExitCode, result.Stdout, result.Stderr).Should().Be((7, "", "err1\nerr2\nerr3\n"));
        lines.Should().BeEquivalentTo("out1", "out2", "out3", "err1", "err2", "err3");
    }

    [DockerFact]
    public async Task Output_of_a_detached_run_is_redirected_from_its_log()
    {
        await using var container = await Image.Local(Busybox).Run(Spec("sh", "-c", Both)).ExecuteAsync(Token);
        using var stdout = new MemoryStream();

        var result = await container.ToCompletionAsync(
            new CompletionOptions { StandardOutput = OutputTarget.ToStream(stdout), StandardError = OutputTarget.Discard }, Token);

        Encoding.UTF8.GetString(stdout.ToArray()).Should().Be("out1\nout2\nout3\n");
        (result.ExitCode, result.Stdout, result.Stderr, result.OmittedStderrLength).Should().Be((0, "", "", 15));
    }
}
