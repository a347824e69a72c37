using ContainerKit.Swarm.Services;

namespace ContainerKit.Swarm.Jobs;

/// <summary>The removal of all services of a job, which are found by their label.</summary>
internal sealed class JobServices(ServiceApi api, string name) : IAsyncDisposable
{
    private const string JobLabel = "containerkit.swarm.job";
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
        await OwnedService.WaitForStopAsync(
            api,
            ToString(),
            async nodes => await api.TasksWithLabelAsync(Label, nodes, CancellationToken.None, isCleanup: true).ConfigureAwait(false),
            CancellationToken.None).ConfigureAwait(false);
        _isRemoved = true;
    }

    /// <summary>Returns the name of the job.</summary>
    public override string ToString() => $"job {name}";
}
