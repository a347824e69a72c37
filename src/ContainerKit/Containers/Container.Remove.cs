using ContainerKit.Cleanup;
using ContainerKit.Containers;

namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>
    /// Removes a running or stopped container with its anonymous volumes. A missing container counts as removed. Does
    /// the same as <see cref="RemoveAsync(RemoveOptions, CancellationToken)"/> with the default options.
    /// </summary>
    /// <exception cref="CleanupFailedException">
    /// The engine did not remove the container after several requests.
    /// </exception>
    /// <remarks>Engine API: <c>DELETE /containers/{id}</c>.</remarks>
    public Task RemoveAsync(CancellationToken cancellationToken = default) => RemoveAsync(new RemoveOptions(), cancellationToken);

    /// <summary>Removes the container.</summary>
    /// <param name="options">
    /// The conditions of the removal. By default, running containers and anonymous volumes are removed, and a missing
    /// container counts as removed.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ContainerNotFoundException">
    /// The engine does not have the container, and <see cref="RemoveOptions.IgnoreMissing"/> is false.
    /// </exception>
    /// <exception cref="EngineApiException">
    /// The container is running or paused, and <see cref="RemoveOptions.Force"/> is false.
    /// </exception>
    /// <exception cref="CleanupFailedException">
    /// The engine did not remove the container after several requests.
    /// </exception>
    /// <remarks>
    /// If the engine is already removing the container, the method waits until it is gone, at most for
    /// <see cref="DockerEngineOptions.CleanupTimeout"/>.
    /// Engine API: <c>DELETE /containers/{id}</c>.
    /// </remarks>
    public async Task RemoveAsync(RemoveOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<TrackedResource> resources = [.. Client.Dependencies.SharedResources];
        // A strict removal reports the response to its first request: after a retry, a missing container could be one
        // that the first request removed.
        if (options is { Force: true, IgnoreMissing: true }) resources.Insert(0, Tracked(options.Volumes));
        else await ContainerOperations.RemoveAsync(Client, options, cancellationToken).ConfigureAwait(false);

        var report = await ResourceCleaner.RemoveAsync(resources, Client.Engine.Options)
            .WaitAsync(cancellationToken).ConfigureAwait(false);
        if (report.Remaining.Count == 0) return;
        var failure = new CleanupFailedException($"Could not remove {this}.", report.Reasons[0]);
        failure.AddCleanupReport(report);
        throw failure;
    }

    /// <summary>
    /// Removes a legacy link of this container to another container. Neither container is removed.
    /// </summary>
    /// <param name="alias">The alias of the linked container.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="ArgumentException">The alias is malformed.</exception>
    /// <exception cref="EngineApiException">The container has no such link.</exception>
    /// <remarks>Engine API: <c>DELETE /containers/{name}/{alias}?link=1</c>.</remarks>
    public Task RemoveLinkAsync(string alias, CancellationToken cancellationToken = default)
    {
        ContainerLookup.ValidateNameOrId(alias);
        return ContainerOperations.RemoveLinkAsync(Client, alias, cancellationToken);
    }
}
