using ContainerKit.Swarm.Internal;

namespace ContainerKit.Swarm.Services;

/// <summary>
/// The removal of a service that this process created. It carries a unique label, so that it is found also if the response to its
/// create request was lost.
/// </summary>
internal sealed class OwnedService(ServiceApi api, string name) : IAsyncDisposable
{
    private static readonly TimeSpan _stopLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _delay = TimeSpan.FromMilliseconds(100);
    private readonly string _nonce = Guid.NewGuid().ToString("N");
    private string? _id;
    private bool _isAbsent;

    /// <summary>The id of the service. Null until the engine has created it.</summary>
    public string? Id => _id;

    /// <summary>The labels that identify the service.</summary>
    public IReadOnlyDictionary<string, string> Labels => new Dictionary<string, string> { [RequestLabel.Name] = _nonce };

    /// <summary>Sets the id from the response to the create request.</summary>
    public void SetCreated(string id) => _id = id;

    /// <summary>Notes that the engine refused to create the service.</summary>
    public void SetRefused() => _isAbsent = true;

    /// <summary>Removes the service, and waits until its tasks have stopped.</summary>
    /// <exception cref="ContainerKitException">The service could not be removed.</exception>
    public async ValueTask DisposeAsync()
    {
        if (_isAbsent) return;
        var ids = _id is { } known
            ? [known]
            : (await api.ListAsync($"{RequestLabel.Name}={_nonce}", CancellationToken.None, isCleanup: true).ConfigureAwait(false))
                .Select(service => service.Id).ToArray();
        foreach (var id in ids) await RemoveAsync(api, id, name, CancellationToken.None).ConfigureAwait(false);
        _isAbsent = true;
    }

    /// <summary>Returns the name and the short id.</summary>
    public override string ToString() => _id is null ? $"service {name}" : $"service {name} ({_id[..Math.Min(12, _id.Length)]})";

    /// <summary>
    /// Removes a service and waits until its tasks have stopped, so that its networks, secrets and configs can be removed.
    /// Tasks on nodes that are down are not waited for.
    /// </summary>
    public static async Task RemoveAsync(ServiceApi api, string id, string name, CancellationToken cancellationToken)
    {
        if (!await api.RemoveAsync(id, name, cancellationToken).ConfigureAwait(false)) return;
        var time = api.Engine.TimeProvider;
        var started = time.GetTimestamp();
        var nodes = await api.NodesAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var tasks = await api.TasksOfRemovedAsync(id, nodes, cancellationToken).ConfigureAwait(false);
            var stopping = tasks.Count(task => !task.HasEnded && nodes.Active.Contains(task.NodeId));
            if (stopping == 0) return;
            if (time.GetElapsedTime(started) > _stopLimit)
            {
                ServiceLog.StillStopping(api.Logger, name, stopping);
                return;
            }

            await Task.Delay(_delay, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
