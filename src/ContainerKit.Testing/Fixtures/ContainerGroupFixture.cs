using ContainerKit.Cleanup;
using ContainerKit.Plans;
using ContainerKit.Testing.Execution;
using ContainerKit.Testing.Fixtures;

namespace ContainerKit.Testing;

/// <summary>
/// Several containers and ready-made services on a network of their own, which reach each other by their names in the fixture. They start at
/// once, each when those it depends on are ready. A class, collection or assembly fixture of xUnit, or a test's own. Derive, and describe them.
/// </summary>
/// <remarks>All starts are one chain: when one fails, the others are stopped, all is removed, and the first error comes out.</remarks>
/// <example><code>
/// public sealed class ShopFixture : ContainerGroupFixture
/// {
///     protected override void Describe(ContainerGroupBuilder environment)
///     {
///         var cache = environment.Add("cache", Image.Pull("redis:7"), new ContainerSpec { Wait = Wait.ForPort(6379) });
///         environment.Add("shop", Image.Pull("shop"), new ContainerSpec { Publish = [80] }, cache);
///     }
/// }
/// </code></example>
public abstract class ContainerGroupFixture : DockerFixture
{
    private ContainerGroupBuilder? _environment;
    private Network? _network;
    // Each a container, or a service over one.
    private IAsyncDisposable[] _started = [];

    /// <summary>The network that the containers are on. It belongs to the fixture.</summary>
    /// <exception cref="InvalidOperationException">The fixture has not been started.</exception>
    /// <exception cref="EngineUnavailableException">No engine answers.</exception>
    public Network Network => _network ?? throw NotStarted();

    /// <inheritdoc/>
    public override IReadOnlyList<Container> Containers => _network is null ? throw NotStarted() : [.. _started.Select(ContainerOf)];

    /// <summary>The running container of this name in the fixture.</summary>
    /// <exception cref="InvalidOperationException">The fixture has not been started.</exception>
    /// <exception cref="EngineUnavailableException">No engine answers.</exception>
    /// <exception cref="ArgumentException">The fixture has none of that name.</exception>
    public Container this[string name] => ContainerOf(Started(name));

    /// <summary>The running ready-made service of this name in the fixture. It belongs to the fixture.</summary>
    /// <typeparam name="TService">What it was added as.</typeparam>
    /// <exception cref="InvalidOperationException">The fixture has not been started.</exception>
    /// <exception cref="EngineUnavailableException">No engine answers.</exception>
    /// <exception cref="ArgumentException">The fixture has none of that name, or it is of another kind.</exception>
    /// <example><code>
    /// public PostgreSql Database => Service&lt;PostgreSql&gt;("db");
    /// </code></example>
    public TService Service<TService>(string name)
        where TService : Service => Started(name) switch
        {
            TService service => service,
            Service other => throw new ArgumentException($"'{name}' of {GetType().Name} is a {other.GetType().Name}, not a {typeof(TService).Name}. Ask for Service<{other.GetType().Name}>(\"{name}\").", nameof(name)),
            _ => throw new ArgumentException($"'{name}' of {GetType().Name} is a container without a service. Ask for [\"{name}\"], or add it as a Plan<{typeof(TService).Name}>.", nameof(name)),
        };

    /// <summary>Describes the containers. Runs nothing.</summary>
    protected abstract void Describe(ContainerGroupBuilder environment);

    /// <summary>The engine they run on, which stays the caller's. Default: <see cref="DockerEngine.Default"/>.</summary>
    protected virtual DockerEngine Engine => DockerEngine.Default;

    internal override DockerEngine? DescribedEngine
    {
        get
        {
            if (_environment is null)
            {
                var environment = new ContainerGroupBuilder();
                Describe(environment);
                _environment = environment;
            }

            return Engine;
        }
    }

    internal override IReadOnlyList<NamedContainer> Running => _network is null ? []
        : [.. _started.Select((it, i) => new NamedContainer(_environment!.Parts[i].Name, ContainerOf(it)))];

    internal override async Task StartAsync(DockerEngine engine, CancellationToken cancellationToken)
    {
        var plan = Network.Create().Then(network => Plan.All(Plan.FromResult(network), Combine(network)));
        (_network, _started) = await PlanDiagnostics.RunAsync($"start {GetType().Name}", plan.On(engine), cancellationToken).ConfigureAwait(false);
    }

    internal override async Task<IReadOnlyList<string>> RemoveAsync()
    {
        var left = new List<string>();
        foreach (var it in Enumerable.Reverse(_started)) left.AddRange((await ContainerOf(it).EndAsync().ConfigureAwait(false)).Remaining);
        var network = await ResourceCleaner.RemoveAsync([new TrackedNetwork(_network!.Client.Engine, _network.Name, nonce: "") { Id = _network.Id }], _network.Engine.Options).ConfigureAwait(false);
        return [.. left, .. network.Remaining];
    }

    private static Container ContainerOf(IAsyncDisposable started) => started as Container ?? ((Service)started).Container;

    private IAsyncDisposable Started(string name)
    {
        if (_network is null) throw NotStarted();
        var parts = _environment!.Parts;
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].Name == name) return _started[i];
        }

        throw new ArgumentException($"{GetType().Name} has no container '{name}'; it has {string.Join(", ", parts)}.", nameof(name));
    }

    private Plan<IAsyncDisposable[]> Combine(Network network)
    {
        var parts = _environment!.Parts;
        // All of them before the first one starts: a description that throws must not leave others at work.
        var plans = parts.Select(part => part.Plan(network)).ToList();
        return new Plan<IAsyncDisposable[]>(new WhenAllStep<IAsyncDisposable[]>(parts.Select(part => part.Name), async together =>
        {
            // A part depends on earlier ones only, so theirs are in the list when it is put there.
            var starts = new List<Task<IAsyncDisposable>>(parts.Count);
            foreach (var part in parts)
            {
                var needed = part.DependsOn.Select(other => starts[other.Index]).ToArray();
                starts.Add(together.Start(new DependentStep<IAsyncDisposable>(part.Name, needed, plans[part.Index]), PlanOptions.None));
            }

            await together.FinishAsync().ConfigureAwait(false);
            return await Task.WhenAll(starts).ConfigureAwait(false);
        }), PlanOptions.None);
    }
}
