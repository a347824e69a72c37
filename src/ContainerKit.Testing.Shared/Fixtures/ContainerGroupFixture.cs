using ContainerKit.Testing.Fixtures;

namespace ContainerKit.Testing;

/// <summary>
/// A group of containers and ready-made services on their own network, which reach each other by their names in the
/// fixture. They start concurrently, each one when its dependencies are ready. Tests of a class or
/// an assembly share it, or a single test starts it. Derive from it and describe the containers.
/// </summary>
/// <remarks>
/// All starts are one plan. If one fails, the others are stopped, everything is removed, and the first error is thrown.
/// </remarks>
/// <example><code>
/// public sealed class ShopFixture : ContainerGroupFixture
/// {
///     protected override void Describe(ContainerGroupBuilder group)
///     {
///         var cache = group.Add("cache", Image.Pull("redis:7"), new ContainerSpec { Wait = Wait.ForPort(6379) });
///         group.Add("shop", Image.Pull("shop"), new ContainerSpec { Publish = [80] }, cache);
///     }
/// }
/// </code></example>
public abstract class ContainerGroupFixture : DockerFixture
{
    private Plan<ContainerGroup>? _plan;
    private ContainerGroup? _group;

    /// <summary>The network of the containers. The fixture owns it.</summary>
    /// <exception cref="InvalidOperationException">The fixture has not been started.</exception>
    /// <exception cref="EngineUnavailableException">No engine responds.</exception>
    public Network Network => Group.Network;

    /// <inheritdoc/>
    public override IReadOnlyList<Container> Containers => Group.Containers;

    /// <summary>The running container with this name in the fixture.</summary>
    /// <exception cref="InvalidOperationException">The fixture has not been started.</exception>
    /// <exception cref="EngineUnavailableException">No engine responds.</exception>
    /// <exception cref="ArgumentException">The fixture has no container with this name.</exception>
    public Container this[string name] => Group[name];

    /// <summary>Returns the running ready-made service with this name in the fixture. The fixture owns it.</summary>
    /// <typeparam name="TService">The type with which it was added.</typeparam>
    /// <exception cref="InvalidOperationException">The fixture has not been started.</exception>
    /// <exception cref="EngineUnavailableException">No engine responds.</exception>
    /// <exception cref="ArgumentException">
    /// The fixture has no service with this name, or it has another type.
    /// </exception>
    /// <example><code>
    /// public PostgreSql Database => Service&lt;PostgreSql&gt;("db");
    /// </code></example>
    public TService Service<TService>(string name)
        where TService : Service => Group.Service<TService>(name);

    /// <summary>Describes the containers. Does not start them.</summary>
    protected abstract void Describe(ContainerGroupBuilder group);

    /// <summary>
    /// The engine on which the containers run. The fixture does not dispose it. Default:
    /// <see cref="DockerEngine.Default"/>.
    /// </summary>
    protected virtual DockerEngine Engine => DockerEngine.Default;

    internal override DockerEngine? DescribedEngine
    {
        get
        {
            _plan ??= ContainerGroup.Run(Describe);
            return Engine;
        }
    }

    internal override IReadOnlyList<NamedContainer> RunningContainers => _group is not { } group ? []
        : [.. group.Names.Zip(group.Containers, (name, container) => new NamedContainer(name, container))];

    internal override async Task StartAsync(DockerEngine engine, CancellationToken cancellationToken) =>
        _group = await _plan!.On(engine).WithLogsOnFailure($"start {GetType().Name}").ExecuteAsync(cancellationToken).ConfigureAwait(false);

    internal override async Task<IReadOnlyList<string>> RemoveAsync()
    {
        var remaining = new List<string>();
        foreach (var container in _group!.Containers.Reverse())
            remaining.AddRange((await container.DisposeWithReportAsync().ConfigureAwait(false)).Remaining);
        remaining.AddRange((await _group.Network.DisposeWithReportAsync().ConfigureAwait(false)).Remaining);
        return remaining;
    }

    private ContainerGroup Group => Use(_group);
}
