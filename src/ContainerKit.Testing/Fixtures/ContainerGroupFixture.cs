using ContainerKit.Testing.Execution;
using ContainerKit.Testing.Fixtures;

namespace ContainerKit.Testing;

/// <summary>
/// A group of containers and ready-made services on their own network, which reach each other by their names in the
/// fixture. They start concurrently, each one when its dependencies are ready. Use it as a class, collection or
/// assembly fixture of xUnit, or in a single test. Derive from it and describe the containers.
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
    private ContainerGroupBuilder? _group;
    private Network? _network;
    // Each is a container or a service.
    private IAsyncDisposable[] _started = [];

    /// <summary>The network of the containers. The fixture owns it.</summary>
    /// <exception cref="InvalidOperationException">The fixture has not been started.</exception>
    /// <exception cref="EngineUnavailableException">No engine responds.</exception>
    public Network Network => _network ?? throw CreateNotStartedException();

    /// <inheritdoc/>
    public override IReadOnlyList<Container> Containers =>
        _network is null ? throw CreateNotStartedException() : [.. _started.Select(GetContainer)];

    /// <summary>The running container with this name in the fixture.</summary>
    /// <exception cref="InvalidOperationException">The fixture has not been started.</exception>
    /// <exception cref="EngineUnavailableException">No engine responds.</exception>
    /// <exception cref="ArgumentException">The fixture has no container with this name.</exception>
    public Container this[string name] => GetContainer(GetStarted(name));

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
        where TService : Service => GetStarted(name) switch
        {
            TService service => service,
            Service other => throw new ArgumentException(
                $"'{name}' of {GetType().Name} is a {other.GetType().Name}, not a {typeof(TService).Name}. "
                + $"Use Service<{other.GetType().Name}>(\"{name}\").",
                nameof(name)),
            _ => throw new ArgumentException(
                $"'{name}' of {GetType().Name} is a container without a service. "
                + $"Use [\"{name}\"], or add it as a Plan<{typeof(TService).Name}>.",
                nameof(name)),
        };

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
            if (_group is null)
            {
                var group = new ContainerGroupBuilder();
                Describe(group);
                _group = group;
            }

            return Engine;
        }
    }

    internal override IReadOnlyList<NamedContainer> RunningContainers => _network is null ? []
        : [.. _started.Select((started, i) => new NamedContainer(_group!.Members[i].Name, GetContainer(started)))];

    internal override async Task StartAsync(DockerEngine engine, CancellationToken cancellationToken)
    {
        var plan = Network.Create().Then(network => Plan.All(Plan.FromResult(network), CreateStartPlan(network))).On(engine);
        (_network, _started) = await PlanDiagnostics.RunAsync($"start {GetType().Name}", plan, cancellationToken).ConfigureAwait(false);
    }

    internal override async Task<IReadOnlyList<string>> RemoveAsync()
    {
        var remaining = new List<string>();
        foreach (var started in Enumerable.Reverse(_started))
            remaining.AddRange((await GetContainer(started).DisposeWithReportAsync().ConfigureAwait(false)).Remaining);
        remaining.AddRange((await _network!.DisposeWithReportAsync().ConfigureAwait(false)).Remaining);
        return remaining;
    }

    private static Container GetContainer(IAsyncDisposable started) => started as Container ?? ((Service)started).Container;

    private IAsyncDisposable GetStarted(string name)
    {
        if (_network is null) throw CreateNotStartedException();
        var members = _group!.Members;
        for (var i = 0; i < members.Count; i++)
        {
            if (members[i].Name == name) return _started[i];
        }

        throw new ArgumentException($"{GetType().Name} has no container '{name}'. It has {string.Join(", ", members)}.", nameof(name));
    }

    // All plans are created before the first one starts: an exception in a description must not leave other containers
    // starting.
    private Plan<IAsyncDisposable[]> CreateStartPlan(Network network)
    {
        var members = _group!.Members;
        var started = members
            .Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))
            .ToList();
        return Plan.All([.. members.Select(member => member.CreatePlan(network, started))]);
    }
}
