using ContainerKit.Cleanup;
using ContainerKit.Containers;

namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>Waits until the container's process has ended; returns at once when it does not run.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/wait</c>.</remarks>
    public Task<int> WaitAsync(CancellationToken cancellationToken = default) => ContainerCompletion.WaitAsync(Client, ExitCondition.NotRunning, cancellationToken);

    /// <summary>Waits until the container's process ends the next time, or until the container has been removed.</summary>
    /// <returns>The exit code of its last end.</returns>
    /// <exception cref="ContainerNotFoundException">It was removed before the engine was asked.</exception>
    /// <exception cref="EngineApiException">The engine failed to remove it.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/wait?condition=...</c>.</remarks>
    public Task<int> WaitAsync(ExitCondition condition, CancellationToken cancellationToken = default)
    {
        if (!Enum.IsDefined(condition)) throw new ArgumentOutOfRangeException(nameof(condition), condition, "There is no such condition.");
        return ContainerCompletion.WaitAsync(Client, condition, cancellationToken);
    }

    /// <summary>Waits until the container's process has ended, and gives its exit code with all it has written since its first start.</summary>
    /// <exception cref="RunFailedException">The exit code is not 0.</exception>
    /// <inheritdoc cref="WaitAsync(CancellationToken)"/>
    public Task<ProcessResult> ToCompletionAsync(CancellationToken cancellationToken = default) => ToCompletionAsync(ExitCodes.Zero, cancellationToken);

    /// <summary>Waits until the container's process has ended, and gives its exit code with all it has written since its first start.</summary>
    /// <exception cref="RunFailedException">The exit code is not an allowed one; also where its output could not be read.</exception>
    /// <exception cref="EngineApiException">The exit code is allowed, but the container's log driver cannot be read; <see cref="WaitAsync(CancellationToken)"/> does without.</exception>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/wait</c>, <c>GET /containers/{id}/logs</c>.</remarks>
    public Task<ProcessResult> ToCompletionAsync(ExitCodes allowed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        return ContainerCompletion.ByLogAsync(Client, allowed, cancellationToken);
    }

    /// <summary>
    /// Removes the container, running or not, with its anonymous volumes. A container that the engine does not have counts as removed. Does the same
    /// as <see cref="RemoveAsync(RemoveOptions, CancellationToken)"/> with the default options.
    /// </summary>
    /// <exception cref="CleanupFailedException">The engine did not remove the container after several requests.</exception>
    /// <remarks>Engine API: <c>DELETE /containers/{id}</c>.</remarks>
    public Task RemoveAsync(CancellationToken cancellationToken = default) => RemoveAsync(new RemoveOptions(), cancellationToken);

    /// <summary>Removes the container.</summary>
    /// <exception cref="ContainerNotFoundException">The engine does not have the container, and <see cref="RemoveOptions.IgnoreMissing"/> is false.</exception>
    /// <exception cref="EngineApiException">The container runs or is paused, and <see cref="RemoveOptions.Force"/> is false.</exception>
    /// <exception cref="CleanupFailedException">The engine did not remove the container after several requests.</exception>
    /// <remarks>Engine API: <c>DELETE /containers/{id}</c>.</remarks>
    public async Task RemoveAsync(RemoveOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<TrackedResource> things = [.. Client.Dependencies.SharedResources];
        // A strict removal reports the engine's first answer: a repeated request could not tell a missing container from one that the first removed.
        if (options is { Force: true, IgnoreMissing: true }) things.Insert(0, Tracked(options.Volumes));
        else await ContainerRemoval.RemoveAsync(Client, options, cancellationToken).ConfigureAwait(false);

        var report = await ResourceCleaner.RemoveAsync(things, Client.Engine.Options).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (report.Remaining.Count == 0) return;
        var failure = new CleanupFailedException($"Could not remove {this}.", report.Reasons[0]);
        failure.AddCleanupReport(report);
        throw failure;
    }

    /// <summary>Removes the link by which this container knows another under an alias. Both containers stay.</summary>
    /// <exception cref="EngineApiException">It has no such link.</exception>
    /// <remarks>Engine API: <c>DELETE /containers/{name}/{alias}?link=1</c>.</remarks>
    public Task RemoveGetConnectionPoolAsync(string alias, CancellationToken cancellationToken = default)
    {
        ContainerLookup.Check(alias);
        return ContainerRemoval.RemoveGetConnectionPoolAsync(Client, alias, cancellationToken);
    }
}
