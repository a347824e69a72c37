namespace ContainerKit.Engine.Tests.Faults;

/// <summary>Counts, once per test class, the requests that each of its plans sends if no fault occurs.</summary>
public sealed class BaselineRequestCounts
{
    private readonly Dictionary<string, int> _counts = [];

    internal async Task<int> CountAsync<T>(string name, Func<FaultRun, Plan<T>> plan, CancellationToken cancellationToken)
    {
        if (_counts.TryGetValue(name, out var known)) return known;
        await Image.Pull("busybox").ExecuteAsync(cancellationToken);
        // An engine that reports an exit late is asked once more, so that only the smallest count is sent in each run.
        var counts = new List<int>();
        for (var i = 0; i < 3; i++) counts.Add(await CountOnceAsync(name, plan, cancellationToken));
        return _counts[name] = counts.Min();
    }

    private static async Task<int> CountOnceAsync<T>(string name, Func<FaultRun, Plan<T>> plan, CancellationToken cancellationToken)
    {
        await using var proxy = await EngineProxy.StartAsync();
        await using var engine = new DockerEngine(proxy.Options);
        var run = new FaultRun(name, "clean", request: 0, FaultKind.ActOnArrival);
        await plan(run).On(engine).ExecuteAsync(cancellationToken);
        await DisposeProbe.RemoveAsync(new Leftover("image", run.Image), cancellationToken);
        return proxy.Requests.Count;
    }
}
