using System.Diagnostics;

namespace ContainerKit.Swarm.Tests.Support;

/// <summary>The nodes of the swarm that <c>eng/swarm.sh up</c> starts, by its environment variables. Their numbers are 1 to 3.</summary>
internal static class SwarmNodes
{
    private static readonly Lazy<DockerEngine[]> _engines = new(() =>
        [.. Read("CONTAINERKIT_SWARM").Select(endpoint => new DockerEngine(new() { Endpoint = new Uri(endpoint) }))]);

    /// <summary>The engines of the nodes, the first node first.</summary>
    public static IReadOnlyList<DockerEngine> Engines => _engines.Value;

    /// <summary>The IP addresses of the nodes, by which this machine reaches ports that are published in host mode.</summary>
    public static IReadOnlyList<string> Addresses { get; } = Read("CONTAINERKIT_SWARM_ADDRESSES");

    /// <summary>Indicates whether the kernel has IP_VS, which virtual IP addresses and the ingress network need.</summary>
    public static bool HasIpvs { get; } = Environment.GetEnvironmentVariable("CONTAINERKIT_SWARM_IPVS") == "yes";

    /// <summary>Skips the running test if there is no swarm.</summary>
    public static void Require() => Assert.SkipUnless(
        Engines.Count == 3, "CONTAINERKIT_SWARM does not name three engines. Run the tests with eng/swarm.sh run COMMAND.");

    /// <summary>Returns the host name of a node.</summary>
    public static string NameOf(int number) => $"{Environment.GetEnvironmentVariable("CONTAINERKIT_SWARM_NAME")}-{number}";

    /// <summary>Returns the endpoint of a node.</summary>
    public static string EndpointOf(int number) => Read("CONTAINERKIT_SWARM")[number - 1];

    /// <summary>Kills a node with its containers, as a power failure does.</summary>
    public static Task KillAsync(int number) => RunScriptAsync("kill-node", number);

    /// <summary>Starts a killed node, and waits until its engine responds. It may join its swarm a little later.</summary>
    public static Task StartAsync(int number) => RunScriptAsync("start-node", number);

    /// <summary>Waits until all nodes see three active managers that reach each other. Starts nodes that do not run.</summary>
    /// <remarks>
    /// The leader of Docker 20.10 can crash when a service is removed whose tasks end at the same time. The system of a usual machine
    /// starts the engine again.
    /// </remarks>
    public static async Task WaitUntilCompleteAsync(CancellationToken cancellationToken)
    {
        for (var number = 1; number <= 3; number++)
        {
            while (!await SeesAllAsync(number))
            {
                for (var other = 1; other <= 3; other++)
                {
                    if ((await SwarmCli.TryAsync(other, "version")).Code == 0) continue;
                    TestContext.Current.TestOutputHelper?.WriteLine($"Node {other} does not run, so it is started.");
                    await StartAsync(other);
                }

                await Task.Delay(100, cancellationToken);
            }
        }
    }

    private static async Task<bool> SeesAllAsync(int number)
    {
        var (code, output) = await SwarmCli.TryAsync(
            number, "node", "ls", "--format", "{{.Status}} {{.Availability}} {{.ManagerStatus}}");
        return code == 0 && output.Split('\n') is { Length: 3 } lines
            && lines.All(line => line is "Ready Active Leader" or "Ready Active Reachable");
    }

    private static string[] Read(string variable) =>
        (Environment.GetEnvironmentVariable(variable) ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries);

    private static async Task RunScriptAsync(string command, int number)
    {
        var script = Environment.GetEnvironmentVariable("CONTAINERKIT_SWARM_SCRIPT");
        Assert.SkipWhen(string.IsNullOrEmpty(script), "CONTAINERKIT_SWARM_SCRIPT is not set. Run the tests with eng/swarm.sh run COMMAND.");
        // The output goes to a file that nothing reads: a daemon that inherits a pipe would keep its reader waiting.
        using var process = Process.Start(new ProcessStartInfo(
            "sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1 </dev/null", script!, command, $"{number}"]))!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{script} {command} {number} failed with exit code {process.ExitCode}.");
    }
}
