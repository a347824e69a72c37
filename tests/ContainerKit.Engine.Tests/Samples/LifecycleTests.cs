using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ContainerKit.Engine.Tests.Samples;

/// <summary>Runs samples/Lifecycle step by step and compares each state that it reports with the Docker CLI.</summary>
[Trait("Shard", "samples")]
public sealed class LifecycleTests : EngineTest
{
    private const string RegistryVariable = "CONTAINERKIT_AUTH_REGISTRY";

    // The sample installs a package from Debian, so its duration depends on the network.
    [DockerFact(Timeout = 300_000)]
    public async Task Lifecycle_sample_reports_the_same_states_as_the_Docker_CLI()
    {
        var before = await ListResourcesAsync();
        var start = new ProcessStartInfo("dotnet", [RepositoryPaths.GetSampleAssembly("Lifecycle"), "--step"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Without a registry, the sample leaves out the login and the push.
        var hasRegistry = start.Environment.TryGetValue(RegistryVariable, out var registry) && registry is { Length: > 0 }
            && await EngineFeatures.HasAsync(EngineFeature.LoginOverHttp);
        if (!hasRegistry) start.Environment.Remove(RegistryVariable);
        using var sample = Process.Start(start)!;
        var errors = sample.StandardError.ReadToEndAsync(Token);
        var (lines, checks, marks) = (new List<string>(), 0, new HashSet<string>());
        try
        {
            while (await sample.StandardOutput.ReadLineAsync(Token) is { } line)
            {
                lines.Add(line);
                if (Regex.Match(line, "^  = docker (?<command>.*) →(?<output>.*)$") is not { Success: true } check) continue;
                checks++;
                marks.UnionWith(Regex.Matches(line, "-[0-9a-f]{6}(?![0-9a-f])").Select(mark => mark.Value));
                var output = await DockerCli.GetOutputAsync(SplitArguments(check.Groups["command"].Value));
                output.ReplaceLineEndings(" ").Should().Be(check.Groups["output"].Value.Trim(), "the sample reports it: {0}", line);
                await sample.StandardInput.WriteLineAsync();
            }

            await sample.WaitForExitAsync(Token);
        }
        finally
        {
            await WaitForExitAsync(sample);
        }

        (sample.ExitCode, await errors).Should().Be((0, ""), "the sample succeeds. Its output: {0}", string.Join('\n', lines));
        lines.Should().Contain("All resources of this sample were removed.");
        checks.Should().BeGreaterThanOrEqualTo(hasRegistry ? 18 : 15);

        // Other processes may have created resources meanwhile; those of the sample carry its mark.
        var mark = marks.Should().ContainSingle().Which;
        (await ListResourcesAsync()).Except(before).Where(name => name.Contains(mark, StringComparison.Ordinal))
            .Should().BeEmpty("the sample removes its resources");
    }

    // At the end of its input the sample runs to its end without waiting for Enter, and removes its resources.
    private static async Task WaitForExitAsync(Process sample)
    {
        if (sample.HasExited) return;
        sample.StandardInput.Close();
        await sample.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(2), CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!sample.HasExited) sample.Kill();
    }

    // Returns the names of containers, networks and images.
    private static async Task<IReadOnlyList<string>> ListResourcesAsync()
    {
        string[] all =
        [
            await DockerCli.GetOutputAsync("ps", "--all", "--format", "{{.Names}}"),
            await DockerCli.GetOutputAsync("network", "ls", "--format", "{{.Name}}"),
            await DockerCli.GetOutputAsync("images", "--format", "{{.Repository}}:{{.Tag}}"),
        ];
        return [.. all.SelectMany(kind => kind.Split('\n'))];
    }

    // Splits a line as a shell does; nested quotes are not supported.
    private static string[] SplitArguments(string line) =>
        [.. Regex.Matches(line, "'(?<word>[^']*)'|(?<word>[^ ]+)").Select(match => match.Groups["word"].Value)];
}
