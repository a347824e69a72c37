using System.Diagnostics;

namespace ContainerKit.Engine.Tests.Consoles;

/// <summary>Tests redirected input and output of samples/Shell, which behave as with the Docker CLI.</summary>
[Trait("Shard", "quiet")]
public sealed class PipeTests : EngineTest
{
    [DockerFact]
    public async Task Piped_input_reaches_the_process_and_then_closes()
    {
        var (code, output, error) = await RunScriptAsync("printf 'b\\na\\n' | SHELL busybox sort");

        (code, output, error).Should().Be((0, "a\nb\n", ""));
    }

    [DockerFact]
    public async Task Redirected_run_separates_stdout_from_stderr_and_returns_the_exit_code()
    {
        var (code, output, error) = await RunScriptAsync("SHELL busybox sh -c 'echo out; echo err >&2; exit 6' < /dev/null");

        (code, output, error).Should().Be((6, "out\n", "err\n"));
    }

    [DockerFact]
    public async Task Piped_bytes_pass_unchanged_in_both_directions()
    {
        // 5 MB of random bytes contain every byte value many times.
        var (code, output, _) = await RunScriptAsync(
            "for i in 1 2 3 4 5 6 7 8; do head -c 655360 /dev/urandom; done > in; SHELL busybox cat < in > out; cmp in out && wc -c < out");

        (code, output.Trim()).Should().Be((0, "5242880"));
    }

    [DockerFact]
    public async Task Piped_bytes_equal_to_the_detach_keys_are_passed_as_data()
    {
        await using var container = await SleeperAsync();

        var (code, output, _) = await RunScriptAsync($"printf '\\020\\021' | SHELL exec {container.Name} sh -c 'cat; exit 6'");

        (code, output).Should().Be((6, "\x10\x11"));
    }

    [DockerFact]
    public async Task Output_redirected_to_an_open_file_continues_at_its_current_position()
    {
        var (_, output, _) = await RunScriptAsync("{ echo before; SHELL busybox echo middle; echo after; } > file; cat file");

        output.Should().Be("before\nmiddle\nafter\n");
    }

    [DockerFact]
    public async Task Closing_the_output_pipe_ends_the_run_and_removes_the_container()
    {
        var name = Unique("yes");

        var (_, output, error) = await RunScriptAsync($"SHELL --name {name} busybox yes < /dev/null | head -n 2");

        output.Should().Be("y\ny\n");
        error.Should().Contain("standard output");
        (await DockerCli.ExistsAsync(name)).Should().BeFalse();
    }

    [DockerFact]
    public async Task Interrupt_without_a_terminal_is_forwarded_to_the_process()
    {
        var shell = Tmux.Shell().Split(' ');
        string[] command = ["busybox", "sh", "-c", "trap 'echo interrupted; exit 4' INT; echo ready; while true; do sleep 0.1; done"];
        using var process = Process.Start(
            new ProcessStartInfo(shell[0], [shell[1], .. command]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        process.StandardInput.Close();
        (await process.StandardOutput.ReadLineAsync(Token)).Should().Be("ready");

        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);

        (await process.StandardOutput.ReadToEndAsync(Token)).Should().Be("interrupted\n");
        await process.WaitForExitAsync(Token);
        process.ExitCode.Should().Be(4);
    }

    private static async Task<(int Code, string Output, string Error)> RunScriptAsync(string script)
    {
        var folder = Directory.CreateTempSubdirectory("ck-pipe-");
        try
        {
            var start = new ProcessStartInfo("bash", ["-c", script.Replace("SHELL", Tmux.Shell(), StringComparison.Ordinal)])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
                WorkingDirectory = folder.FullName,
            };
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync(Token);
            var output = await process.StandardOutput.ReadToEndAsync(Token);
            await process.WaitForExitAsync(Token);
            return (process.ExitCode, output, await error);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
