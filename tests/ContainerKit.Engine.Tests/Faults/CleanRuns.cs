namespace ContainerKit.Engine.Tests.Faults;

/// <summary>Learns, once for a class, how many requests each of its chains takes when all goes well.</summary>
public sealed class CleanRuns
{
    private readonly Dictionary<string, int> _counts = [];

    internal async Task<int> CountAsync<T>(string name, Func<FaultRun, Plan<T>> chain, CancellationToken cancellationToken)
    {
        if (_counts.TryGetValue(name, out var known)) return known;
        await Image.Pull("busybox").ExecuteAsync(cancellationToken);
        await using var proxy = await EngineProxy.StartAsync();
        await using var engine = new DockerEngine(proxy.Options);
        var run = new FaultRun(name, "clean", request: 0, FaultKind.ActOnArrival);
        await chain(run).On(engine).ExecuteAsync(cancellationToken);
        await DisposeProbe.RemoveAsync(new Leftover("image", run.Image), cancellationToken);
        return _counts[name] = proxy.Requests.Count;
    }
}
