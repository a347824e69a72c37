namespace ContainerKit.Engine.Tests.Faults;

/// <summary>Counts, once per test class, the requests that each of its plans sends if no fault occurs.</summary>
public sealed class BaselineRequestCounts
{
    private readonly Dictionary<string, int> _counts = [];

    internal async Task<int> CountAsync<T>(string name, Func<FaultRun, Plan<T>> plan, CancellationToken cancellationToken)
    {
        if (_counts.TryGetValue(name, out var known)) return known;
        await Image.Pull("busybox").ExecuteAsync(cancellationToken);
        await using var proxy = await EngineProxy.StartAsync();
        await using var engine = new DockerEngine(proxy.Options);
        var run = new FaultRun(name, "clean", request: 0, FaultKind.ActOnArrival);
        await plan(run).On(engine).ExecuteAsync(cancellationToken);
        await DisposeProbe.RemoveAsync(new Leftover("image", run.Image), cancellationToken);
        return _counts[name] = proxy.Requests.Count;
    }
}
