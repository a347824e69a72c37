using ContainerKit.Swarm.Internal;
using ContainerKit.Swarm.Services;

namespace ContainerKit.Swarm;

/// <summary>
/// A service of a swarm: its tasks run on the nodes that the scheduler of the engine chooses. Disposing the handle removes the
/// service if it was created through this library, but not if it was found.
/// </summary>
/// <example><code>
/// await using var web = await Image.Pull("nginx").Deploy("web", new ServiceSpec { Replicas = 3, Networks = ["backend"] });
/// foreach (var task in await web.TasksAsync(cancellationToken)) Console.WriteLine(task);
/// </code></example>
public sealed class SwarmService : IResourceOwner
{
    private readonly ServiceApi _api;
    private readonly OwnedService? _removal;
    private readonly QuietDisposal? _disposal;

    internal SwarmService(ServiceApi api, string id, string name, OwnedService? removal = null)
    {
        _api = api;
        Id = id;
        Name = name;
        _removal = removal;
        if (removal is not null) _disposal = new QuietDisposal(api.Engine, removal);
    }

    /// <summary>The engine, a manager of the swarm.</summary>
    public DockerEngine Engine => _api.Engine;

    /// <summary>The service's id.</summary>
    public string Id { get; }

    /// <summary>The service's name.</summary>
    public string Name { get; }

    /// <summary>The removal of the service, if it was created through this library.</summary>
    IEnumerable<IAsyncDisposable> IResourceOwner.OwnedResources => _removal is null ? [] : [_removal];

    /// <summary>Gets the configuration and the state of the service from the engine.</summary>
    /// <exception cref="ServiceNotFoundException">The service was removed.</exception>
    /// <remarks>Engine API: <c>GET /services/{id}</c>.</remarks>
    public Task<ServiceDetails> InspectAsync(CancellationToken cancellationToken = default) => _api.InspectAsync(Id, cancellationToken);

    /// <summary>
    /// Gets the tasks with their nodes, states, errors and exit codes, also recent tasks that were replaced; the newest last.
    /// </summary>
    /// <exception cref="ServiceNotFoundException">The service was removed.</exception>
    /// <remarks>Engine API: <c>GET /tasks</c>, <c>GET /nodes</c>.</remarks>
    public async Task<IReadOnlyList<ServiceTask>> TasksAsync(CancellationToken cancellationToken = default)
    {
        var nodes = await _api.NodesAsync(cancellationToken).ConfigureAwait(false);
        return await _api.TasksAsync(Id, isUpToDate: false, nodes, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the logs of all tasks over all nodes. The lines of one task are in order.</summary>
    /// <inheritdoc cref="LogsAsync(ServiceLogOptions, CancellationToken)"/>
    public IAsyncEnumerable<ServiceLogLine> LogsAsync(CancellationToken cancellationToken = default) =>
        LogsAsync(new ServiceLogOptions(), cancellationToken);

    /// <summary>Reads a part of the logs of all tasks over all nodes. The lines of one task are in order.</summary>
    /// <exception cref="ServiceNotFoundException">The service was removed.</exception>
    /// <exception cref="ServiceLogException">
    /// A node reported an error in the log, for example because it is not reachable, or the log broke off.
    /// </exception>
    /// <exception cref="NotSupportedException">The tasks have a terminal. The lines of several terminals cannot be told apart.</exception>
    /// <remarks>Engine API: <c>GET /services/{id}/logs</c>.</remarks>
    public async IAsyncEnumerable<ServiceLogLine> LogsAsync(
        ServiceLogOptions options, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var service = await InspectAsync(cancellationToken).ConfigureAwait(false);
        if (service.Json.GetMember("Spec").GetMember("TaskTemplate").GetMember("ContainerSpec").GetFlag("TTY"))
            throw new NotSupportedException(
                $"Service {Name} has terminals, whose outputs cannot be told apart in its log. Leave ServiceSpec.Tty out.");
        await foreach (var line in ServiceLogReader.ReadAsync(_api, service, options, cancellationToken).ConfigureAwait(false))
            yield return line;
    }

    /// <summary>Sets the number of tasks, and waits until the service has converged.</summary>
    /// <exception cref="InvalidOperationException">The service is global.</exception>
    /// <exception cref="ServiceNotFoundException">The service was removed.</exception>
    /// <exception cref="ServiceNotConvergedException">The tasks do not run within 5 minutes.</exception>
    /// <remarks>Engine API: <c>POST /services/{id}/update</c>.</remarks>
    public Task ScaleAsync(int replicas, CancellationToken cancellationToken = default) =>
        UpdateAsync(new ServiceUpdate { Replicas = replicas }, cancellationToken);

    /// <summary>Updates the service, and waits until all tasks have the new spec.</summary>
    /// <exception cref="ServiceNotFoundException">The service was removed.</exception>
    /// <exception cref="ServiceUpdateException">The engine paused the update or rolled it back, because updated tasks failed.</exception>
    /// <exception cref="ServiceNotConvergedException">The tasks do not run within the time limit.</exception>
    /// <exception cref="EngineApiException">The engine refused the spec.</exception>
    /// <remarks>Engine API: <c>POST /services/{id}/update</c>.</remarks>
    public async Task UpdateAsync(ServiceUpdate update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        update.Spec?.Validate();
        await SendUpdateAsync(async service =>
        {
            var image = update.Image ?? service.Image;
            var reference = ImageReference.TryParse(image, out var parsed) ? parsed : null;
            var credentialsOf = update.WithRegistryAuth ? reference : null;
            var template = service.Json.GetMember("Spec").GetMember("TaskTemplate");
            // The present image has its digest and its platforms already.
            var resolved = update.Image is null || reference is null
                ? new ResolvedImage(image, ResolvedImage.ReadPlatforms(template.GetMember("Placement")))
                : await _api.References
                    .ResolveAsync(
                        reference,
                        new ServiceSpec { WithRegistryAuth = update.WithRegistryAuth, ResolveImage = update.Spec?.ResolveImage ?? true },
                        cancellationToken)
                    .ConfigureAwait(false);
            var body = service.Json.GetMember("Spec").ToObject();
            if (update.Spec is { } spec)
            {
                var ids = await _api.References.FindAsync(Name, spec, cancellationToken).ConfigureAwait(false);
                body = ServiceRequest.Create(spec, Name, resolved, ids, service.Labels.Where(IsLabelOfLibrary).ToDictionary());
                // Without the counter of forced updates, all tasks would be replaced, and another forced update would replace none.
                if (template.GetNumber("ForceUpdate") is > 0 and var forced)
                    body.GetOrAddObject("TaskTemplate")["ForceUpdate"] = (ulong)forced;
            }
            else if (update.Image is not null)
            {
                var changed = body.GetOrAddObject("TaskTemplate");
                changed.GetOrAddObject("ContainerSpec")["Image"] = resolved.Name;
                // As the Docker CLI does: the platforms of the previous image stay if those of the new one are unknown.
                if (resolved.Platforms.Count > 0)
                    changed.GetOrAddObject("Placement")["Platforms"] = ServiceRequest.Platforms(resolved);
            }

            update.ApplyTo(body);
            await _api.UpdateAsync(service, body, isRollback: false, credentialsOf, cancellationToken).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
        if (update.Detach) return;
        var converged = await ServiceWaiter.WaitAsync(_api, Id, update.ConvergenceTimeout, untilUpdated: true, cancellationToken)
            .ConfigureAwait(false);
        if (converged.UpdateState is ServiceUpdateState.RollbackCompleted or ServiceUpdateState.RollbackStarted)
            throw await ServiceWaiter.CreateRolledBackAsync(_api, converged, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns the service to its previous spec, and waits until all tasks have it.</summary>
    /// <exception cref="ServiceNotFoundException">The service was removed.</exception>
    /// <exception cref="ServiceUpdateException">The engine paused the rollback, because tasks failed.</exception>
    /// <exception cref="EngineApiException">The service has no previous spec.</exception>
    /// <remarks>Engine API: <c>POST /services/{id}/update?rollback=previous</c>.</remarks>
    public async Task RollbackAsync(CancellationToken cancellationToken = default)
    {
        await SendUpdateAsync(
            service => _api.UpdateAsync(
                service,
                service.Json.GetMember("Spec").ToObject(),
                isRollback: true,
                credentialsOf: null,
                cancellationToken),
            cancellationToken).ConfigureAwait(false);
        await ServiceWaiter.WaitAsync(_api, Id, TimeSpan.FromMinutes(5), untilUpdated: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Waits until the service has converged, as <c>docker service create</c> without <c>--detach</c> does: all tasks have run for the
    /// monitor time of updates, 5 seconds by default, or all tasks of a job are complete.
    /// </summary>
    /// <exception cref="ServiceNotFoundException">The service was removed.</exception>
    /// <exception cref="ServiceUpdateException">An update is paused.</exception>
    /// <exception cref="JobFailedException">
    /// A task of a job failed more often than its restart policy allows. The message has the end of its log.
    /// </exception>
    /// <remarks>Engine API: <c>GET /services/{id}</c>, <c>GET /tasks</c>, <c>GET /nodes</c>, until it has converged.</remarks>
    public Task WaitUntilConvergedAsync(CancellationToken cancellationToken = default) =>
        WaitUntilConvergedAsync(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Waits until the service has converged, with a time limit.</summary>
    /// <exception cref="ServiceNotConvergedException">The time is up. The exception has the tasks.</exception>
    /// <exception cref="NoSuitableNodeException">The time is up, and the scheduler found no node for a task.</exception>
    /// <exception cref="TaskImageNotFoundException">The time is up, and a node could not get the image.</exception>
    /// <inheritdoc cref="WaitUntilConvergedAsync(CancellationToken)"/>
    public Task WaitUntilConvergedAsync(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        ServiceWaiter.WaitAsync(_api, Id, timeout, untilUpdated: false, cancellationToken);

    /// <summary>
    /// Removes the service, also if it was found, and waits until its tasks have stopped. Does nothing if it was removed already.
    /// </summary>
    /// <exception cref="EngineApiException">The engine refused the removal.</exception>
    /// <remarks>Engine API: <c>DELETE /services/{id}</c>.</remarks>
    public Task RemoveAsync(CancellationToken cancellationToken = default) =>
        OwnedService.RemoveAsync(_api, Id, Name, cancellationToken);

    /// <summary>
    /// Removes the service if it was created through this library, not if it was found. Never throws: a failed removal is logged as an
    /// error. Use <see cref="RemoveAsync"/> to receive the exception.
    /// </summary>
    /// <remarks>Engine API: <c>DELETE /services/{id}</c>.</remarks>
    public ValueTask DisposeAsync() => _disposal?.RunAsync() ?? ValueTask.CompletedTask;

    /// <summary>Returns the service's name and short id.</summary>
    public override string ToString() => $"service {Name} ({Id[..Math.Min(12, Id.Length)]})";

    private static bool IsLabelOfLibrary(KeyValuePair<string, string> label) =>
        label.Key.StartsWith("containerkit.", StringComparison.Ordinal)
        || label.Key.StartsWith("com.docker.stack.", StringComparison.Ordinal);

    // Another client, or the engine itself at the end of an update, may change the service in the meantime.
    private async Task SendUpdateAsync(Func<ServiceDetails, Task> send, CancellationToken cancellationToken)
    {
        const int MaximumAttempts = 10;
        for (var attempt = 1; ; attempt++)
        {
            var service = await _api.InspectAsync(Id, cancellationToken).ConfigureAwait(false);
            try
            {
                await send(service).ConfigureAwait(false);
                return;
            }
            catch (EngineApiException e) when (attempt < MaximumAttempts && SwarmFailures.IsOutOfSequence(e))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50 * attempt), Engine.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
