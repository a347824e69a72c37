using ContainerKit.Containers;

namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>Gives the container another name. <see cref="Name"/> follows.</summary>
    /// <exception cref="ArgumentException">No container can have that name.</exception>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <exception cref="NameConflictException">Another container has the name.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/rename</c>.</remarks>
    public async Task RenameAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ContainerSpec.ValidateName(name);
        try
        {
            await Client.Engine.SendAsync(Client.Post($"rename?name={name}", "rename"), cancellationToken).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (e.Says("already in use"))
        {
            throw new NameConflictException(name,
                $"Could not rename {this} to {name}: another container has that name (the engine said \"{e.EngineMessage}\"). Remove or rename it first.", e);
        }

        Client.Name = name;
    }

    /// <summary>Changes what the container may use of its host, and when it is started again, while it runs or not. What is left out stays as it is.</summary>
    /// <exception cref="ArgumentException">The changes do not go together, or there are none.</exception>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <exception cref="EngineApiException">The host cannot do it.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/update</c>.</remarks>
    public async Task UpdateAsync(ContainerUpdate update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        update.Validate();
        await ContainerUpdateOperations.UpdateAsync(Client, update, cancellationToken).ConfigureAwait(false);
    }
}
