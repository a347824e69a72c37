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

    /// <summary>
    /// Waits until all nodes see three active managers that reach each other. Starts nodes that do not run, lets nodes join that are
    /// not part of the swarm of the first node, and removes members that are none of the three.
    /// </summary>
    /// <remarks>
    /// The leader of Docker 20.10 can crash when a service is removed whose tasks end at the same time. The system of a usual machine
    /// starts the engine again.
    /// </remarks>
    public static async Task RepairAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        for (var number = 1; number <= 3; number++)
        {
            while (!await SeesAllAsync(number))
            {
                if (limit.IsCancellationRequested)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    throw new InvalidOperationException(
                        $"The swarm is not complete. Node {number} sees: {(await SwarmCli.TryAsync(number, "node", "ls")).Output}");
                }

                await StartStoppedAsync();
                await RestoreMembersAsync();
                await Task.Delay(100, CancellationToken.None);
            }
        }
    }

    private static async Task StartStoppedAsync()
    {
        for (var number = 1; number <= 3; number++)
        {
            if ((await SwarmCli.TryAsync(number, "version")).Code == 0) continue;
            Report($"Node {number} does not run, so it is started.");
            await StartAsync(number);
        }
    }

    private static async Task RestoreMembersAsync()
    {
        var (code, output) = await SwarmCli.TryAsync(1, "node", "ls", "--quiet");
        // The managers have no leader yet.
        if (code != 0) return;
        var members = output.Split('\n');
        var ids = new List<string>();
        for (var number = 1; number <= 3; number++)
        {
            var state = (await SwarmCli.TryAsync(number, "info", "--format", "{{.Swarm.LocalNodeState}} {{.Swarm.NodeID}}")).Output;
            if (state.Split(' ') is ["active", var id] && members.Contains(id)) ids.Add(id);
            else if (state.Split(' ')[0] is "active" or "inactive" or "locked") await JoinAsync(number, state);
        }

        // A node that starts has no id yet.
        if (ids.Count < 3) return;
        await SwarmCli.TryAsync(1, ["node", "promote", .. ids]);
        foreach (var id in members.Except(ids))
        {
            // A manager cannot be removed.
            await SwarmCli.TryAsync(1, "node", "demote", id);
            await SwarmCli.TryAsync(1, "node", "rm", "--force", id);
        }
    }

    // A failure is repeated by the caller: the first attempt fails if the node has files of an earlier swarm, and deletes them.
    private static async Task JoinAsync(int number, string state)
    {
        Report($"Node {number} is not part of the swarm ({state.Trim()}), so it joins.");
        if (!state.StartsWith("inactive", StringComparison.Ordinal)) await SwarmCli.TryAsync(number, "swarm", "leave", "--force");
        var (code, token) = await SwarmCli.TryAsync(1, "swarm", "join-token", "--quiet", "manager");
        if (code != 0) return;
        await SwarmCli.TryAsync(
            number, "swarm", "join", "--advertise-addr", Addresses[number - 1], "--token", token, $"{Addresses[0]}:2377");
    }

    private static void Report(string text) => TestContext.Current.TestOutputHelper?.WriteLine(text);

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
