using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ContainerKit.Engine.Tests.Samples;

/// <summary>samples/Lifecycle, walked through step by step. Wherever it says what the engine holds, the docker command is asked the same.</summary>
public sealed class LifecycleTests : EngineTest
{
    // It installs a package from Debian, which takes as long as the network takes.
    [DockerFact(Timeout = 300_000)]
    public async Task The_docker_command_agrees_with_every_state_of_the_walk()
    {
        var before = await HeldAsync();
        using var walk = Process.Start(new ProcessStartInfo("dotnet", [Repository.Built("Lifecycle"), "--step"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = walk.StandardError.ReadToEndAsync(Token);
        var (said, checks, marks) = (new List<string>(), 0, new HashSet<string>());
        try
        {
            while (await walk.StandardOutput.ReadLineAsync(Token) is { } line)
            {
                said.Add(line);
                if (Regex.Match(line, "^  = docker (?<question>.*) →(?<answer>.*)$") is not { Success: true } check) continue;
                checks++;
                marks.UnionWith(Regex.Matches(line, "-[0-9a-f]{6}(?![0-9a-f])").Select(mark => mark.Value));
                var answer = await DockerCli.AskAsync(Words(check.Groups["question"].Value));
                answer.ReplaceLineEndings(" ").Should().Be(check.Groups["answer"].Value.Trim(), "the walk says so: {0}", line);
                await walk.StandardInput.WriteLineAsync();
            }

            await walk.WaitForExitAsync(Token);
        }
        finally
        {
            await EndAsync(walk);
        }

        (walk.ExitCode, await errors).Should().Be((0, ""), "the walk ends well. It said: {0}", string.Join('\n', said));
        said.Should().Contain("All resources of this sample were removed.");
        checks.Should().BeGreaterThanOrEqualTo(Environment.GetEnvironmentVariable("CONTAINERKIT_AUTH_REGISTRY") is { Length: > 0 } ? 18 : 15);

        // Others may have come and gone meanwhile; what is the walk's own carries its mark.
        var mark = marks.Should().ContainSingle().Which;
        (await HeldAsync()).Except(before).Where(thing => thing.Contains(mark, StringComparison.Ordinal)).Should().BeEmpty("nothing is left of it");
    }

    // Whatever went wrong: without anybody to press Enter it walks on to its end, and takes away what it made.
    private static async Task EndAsync(Process walk)
    {
        if (walk.HasExited) return;
        walk.StandardInput.Close();
        await walk.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(2), CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!walk.HasExited) walk.Kill();
    }

    // Containers, networks and images, by name.
    private static async Task<IReadOnlyList<string>> HeldAsync()
    {
        string[] all =
        [
            await DockerCli.AskAsync("ps", "--all", "--format", "{{.Names}}"),
            await DockerCli.AskAsync("network", "ls", "--format", "{{.Name}}"),
            await DockerCli.AskAsync("images", "--format", "{{.Repository}}:{{.Tag}}"),
        ];
        return [.. all.SelectMany(kind => kind.Split('\n'))];
    }

    // As a shell takes a line apart, where no quote is inside of another.
    private static string[] Words(string line) => [.. Regex.Matches(line, "'(?<word>[^']*)'|(?<word>[^ ]+)").Select(match => match.Groups["word"].Value)];
}
