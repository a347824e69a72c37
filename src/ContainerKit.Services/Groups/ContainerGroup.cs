using ContainerKit.Diagnostics;

namespace ContainerKit.Services;

/// <summary>
/// A group of containers and ready-made services on their own network, which reach each other by their names in the
/// group. The group owns them and the network.
/// </summary>
/// <example><code>
/// await using var shop = await ContainerGroup.Run(group =>
/// {
///     var cache = group.Add("cache", Image.Pull("redis:7"), new ContainerSpec { Wait = Wait.ForPort(6379) });
///     group.Add("shop", Image.Pull("shop"), new ContainerSpec { Publish = [80] }, cache);
/// });
/// </code></example>
public sealed class ContainerGroup : IResourceOwner
{
    // Each is a container or a service.
    private readonly IAsyncDisposable[] _started;

    private ContainerGroup(IReadOnlyList<string> names, Network network, IAsyncDisposable[] started)
    {
        Names = names;
        Network = network;
        _started = started;
    }

    /// <summary>The names, in the order in which they were added.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The network of the containers. The group owns it.</summary>
    public Network Network { get; }

    /// <summary>The containers, in the order in which they were added. The group owns them.</summary>
    public IReadOnlyList<Container> Containers => [.. _started.Select(GetContainer)];

    /// <summary>The container with this name in the group.</summary>
    /// <exception cref="ArgumentException">The group has no container with this name.</exception>
    public Container this[string name] => GetContainer(GetStarted(name));

    IEnumerable<IAsyncDisposable> IResourceOwner.OwnedResources => [.. Containers, Network];

    /// <summary>Plans the start of a group.</summary>
    /// <returns>A plan for the group. The caller disposes the group.</returns>
    /// <param name="describe">Describes the containers. Called once, before this method returns.</param>
    /// <remarks>
    /// The containers start concurrently, each one when its dependencies are ready. If one start fails, the others are
    /// stopped, everything is removed, and the first error is thrown.
    /// </remarks>
    public static Plan<ContainerGroup> Run(Action<ContainerGroupBuilder> describe)
    {
        ArgumentNullException.ThrowIfNull(describe);
        var builder = new ContainerGroupBuilder();
        describe(builder);
        var members = builder.Members.ToArray();
        string[] names = [.. members.Select(member => member.Name)];
        return Network.Create().Then(network =>
            CreateStartPlan(members, network).Select(started => new ContainerGroup(names, network, started)));
    }

    /// <summary>Returns the ready-made service with this name in the group. The group owns it.</summary>
    /// <typeparam name="TService">The type with which it was added.</typeparam>
    /// <exception cref="ArgumentException">
    /// The group has no service with this name, or it has another type.
    /// </exception>
    public TService Service<TService>(string name)
        where TService : Service => GetStarted(name) switch
        {
            TService service => service,
            Service other => throw ArgumentErrors.Create(
                $"'{name}' is a {other.GetType().Name}, not a {typeof(TService).Name}. Use Service<{other.GetType().Name}>(\"{name}\").",
                nameof(name)),
            _ => throw ArgumentErrors.Create(
                $"'{name}' is a container without a service. Use [\"{name}\"], or add it as a Plan<{typeof(TService).Name}>.",
                nameof(name)),
        };

    /// <summary>
    /// Removes the containers, newest first, and the network. It never throws and can be called twice.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var container in Containers.Reverse()) await container.DisposeAsync().ConfigureAwait(false);
        await Network.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Returns the names, in the order in which they were added.</summary>
    public override string ToString() => string.Join(", ", Names);

    // All plans are created before the first one starts: an exception in a description must not leave other containers
    // starting.
    private static Plan<IAsyncDisposable[]> CreateStartPlan(ContainerGroupMember[] members, Network network)
    {
        var started = members
            .Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))
            .ToList();
        return Plan.All([.. members.Select(member => member.CreatePlan(network, started))]);
    }

    private static Container GetContainer(IAsyncDisposable started) => started as Container ?? ((Service)started).Container;

    private IAsyncDisposable GetStarted(string name)
    {
        for (var i = 0; i < Names.Count; i++)
        {
            if (Names[i] == name) return _started[i];
        }

        throw ArgumentErrors.Create($"The group has no container '{name}'. It has {this}.", nameof(name));
    }
}
