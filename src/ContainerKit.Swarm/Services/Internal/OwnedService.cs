using System.Text.Json.Nodes;
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

    /// <summary>The label that identifies the service, as a filter.</summary>
    public string Label => $"{RequestLabel.Name}={_nonce}";

    /// <summary>The labels that identify the service.</summary>
    public IReadOnlyDictionary<string, string> Labels => new Dictionary<string, string> { [RequestLabel.Name] = _nonce };

    /// <summary>Sets the id from the response to the create request.</summary>
    public void SetCreated(string id) => _id = id;

    /// <summary>Removes the service, and waits until its tasks have stopped.</summary>
    /// <exception cref="ContainerKitException">The service could not be removed.</exception>
    public async ValueTask DisposeAsync()
    {
        if (_isAbsent) return;
        var ids = _id is { } known
            ? [known]
            : (await api.ListAsync(Label, CancellationToken.None, isCleanup: true).ConfigureAwait(false))
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
        await StopJobAsync(api, id, cancellationToken).ConfigureAwait(false);
        if (!await api.RemoveAsync(id, name, cancellationToken).ConfigureAwait(false)) return;
        await WaitForStopAsync(
            api,
            name,
            async nodes => await api.TasksOfRemovedAsync(id, nodes, cancellationToken).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until no task runs on a node that is not down. Gives up after 15 seconds, and logs the number of tasks.</summary>
    /// <param name="api">The requests.</param>
    /// <param name="name">The name of the service or job.</param>
    /// <param name="list">Lists the tasks.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public static async Task WaitForStopAsync(
        ServiceApi api, string name, Func<SwarmNodes, Task<IEnumerable<ServiceTask>>> list, CancellationToken cancellationToken)
    {
        var time = api.Engine.TimeProvider;
        var started = time.GetTimestamp();
        var nodes = await api.NodesAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var tasks = await list(nodes).ConfigureAwait(false);
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

    // Docker Engine 20.10 does not stop the tasks of a job that is removed: its orchestrator has no case for the removal in
    // https://github.com/moby/moby/blob/v20.10.24/vendor/github.com/docker/swarmkit/manager/orchestrator/jobs/orchestrator.go
    // A new iteration of the job stops those of the previous one, and the constraint keeps its own tasks from starting.
    private static async Task StopJobAsync(ServiceApi api, string id, CancellationToken cancellationToken)
    {
        try
        {
            var service = await api.InspectAsync(id, cancellationToken, isCleanup: true).ConfigureAwait(false);
            if (!service.IsJob) return;
            var nodes = await api.NodesAsync(cancellationToken).ConfigureAwait(false);
            var tasks = await api.TasksAsync(id, isUpToDate: false, nodes, cancellationToken, isCleanup: true).ConfigureAwait(false);
            if (tasks.All(task => task.HasEnded)) return;
            var body = service.Json.GetMember("Spec").ToObject();
            var template = body.GetOrAddObject("TaskTemplate");
            template.GetOrAddObject("Placement")["Constraints"] = new JsonArray("node.id==none");
            template["ForceUpdate"] = service.Json.GetMember("Spec").GetMember("TaskTemplate").GetNumber("ForceUpdate") + 1;
            await api.UpdateAsync(service, body, isRollback: false, credentialsOf: null, cancellationToken, isCleanup: true)
                .ConfigureAwait(false);
            var iteration = service.JobIteration;
            await WaitForStopAsync(
                api,
                service.Name,
                async known =>
                {
                    var present = await api.TasksAsync(id, isUpToDate: false, known, cancellationToken, isCleanup: true)
                        .ConfigureAwait(false);
                    return present.Where(task => task.JobIteration <= iteration);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceNotFoundException)
        {
            // Removed by others, which is the wanted state.
        }
    }
}
