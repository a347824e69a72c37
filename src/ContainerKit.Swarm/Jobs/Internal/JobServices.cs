using ContainerKit.Swarm.Services;

namespace ContainerKit.Swarm.Jobs;

/// <summary>The removal of all services of a job, which are found by their label.</summary>
internal sealed class JobServices(ServiceApi api, string name) : IAsyncDisposable
{
    private const string JobLabel = "containerkit.swarm.job";
    private static readonly TimeSpan _stopLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _delay = TimeSpan.FromMilliseconds(100);
    private readonly string _nonce = Guid.NewGuid().ToString("N");
    private bool _isRemoved;

    /// <summary>The label of the services, as a filter.</summary>
    public string Label => $"{JobLabel}={_nonce}";

    /// <summary>The label of the services.</summary>
    public IReadOnlyDictionary<string, string> Labels => new Dictionary<string, string> { [JobLabel] = _nonce };

    /// <summary>Removes the services, and waits until their tasks have stopped.</summary>
    /// <exception cref="ContainerKitException">A service could not be removed.</exception>
    public async ValueTask DisposeAsync()
    {
        if (_isRemoved) return;
        var services = await api.ListAsync(Label, CancellationToken.None, isCleanup: true).ConfigureAwait(false);
        await Parallel.ForEachAsync(
            services,
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (service, _) => await api.RemoveAsync(service.Id, service.Name, CancellationToken.None).ConfigureAwait(false))
            .ConfigureAwait(false);
        await WaitForStopAsync().ConfigureAwait(false);
        _isRemoved = true;
    }

    /// <summary>Returns the name of the job.</summary>
    public override string ToString() => $"job {name}";

    private async Task WaitForStopAsync()
    {
        var time = api.Engine.TimeProvider;
        var started = time.GetTimestamp();
        var nodes = await api.NodesAsync(CancellationToken.None).ConfigureAwait(false);
        while (true)
        {
            var tasks = await api.TasksWithLabelAsync(Label, nodes, CancellationToken.None).ConfigureAwait(false);
            var stopping = tasks.Count(task => !task.HasEnded && nodes.Active.Contains(task.NodeId));
            if (stopping == 0) return;
            if (time.GetElapsedTime(started) > _stopLimit)
            {
                ServiceLog.StillStopping(api.Logger, ToString(), stopping);
                return;
            }

            await Task.Delay(_delay, time, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
