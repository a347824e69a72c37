using ContainerKit.Containers;

namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>Renames the container and sets <see cref="Name"/>.</summary>
    /// <param name="name">The new name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="ArgumentException">The name is malformed.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="NameConflictException">Another container has the name.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/rename</c>.</remarks>
    public async Task RenameAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ContainerSpec.ValidateName(name);
        await ContainerOperations.RenameAsync(Client, name, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Changes the resource limits and the restart policy of a running or stopped container. Unset properties stay
    /// unchanged.
    /// </summary>
    /// <param name="update">The changes.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="ArgumentException">The update is empty, or two properties contradict each other.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="EngineApiException">The host does not support the change.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/update</c>.</remarks>
    public async Task UpdateAsync(ContainerUpdate update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        update.Validate();
        await ContainerOperations.UpdateAsync(Client, update, cancellationToken).ConfigureAwait(false);
    }
}
