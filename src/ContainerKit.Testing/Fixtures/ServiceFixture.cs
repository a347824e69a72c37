using ContainerKit.Testing.Execution;
using ContainerKit.Testing.Fixtures;

namespace ContainerKit.Testing;

/// <summary>
/// A ready-made service that runs before the first test that shares it and is removed after the last: a class, collection or assembly
/// fixture of xUnit, or a test's own. Derive, and describe the service.
/// </summary>
/// <example><code>
/// public sealed class Database : ServiceFixture&lt;PostgreSql&gt;
/// {
///     protected override Plan&lt;PostgreSql&gt; Describe() =&gt; PostgreSql.Run();
/// }
/// </code></example>
public abstract class ServiceFixture<TService> : DockerFixture
    where TService : Service
{
    private Plan<TService>? _plan;
    private TService? _service;

    /// <summary>The running service. It belongs to the fixture.</summary>
    /// <exception cref="InvalidOperationException">The fixture has not been started: xUnit starts those that a class, a collection or the assembly declares.</exception>
    /// <exception cref="EngineUnavailableException">No engine answers.</exception>
    public TService Service => _service ?? throw NotStarted();

    /// <inheritdoc/>
    public override IReadOnlyList<Container> Containers => [Service.Container];

    /// <summary>Describes the service, such as <c>PostgreSql.Run()</c>. Runs nothing.</summary>
    protected abstract Plan<TService> Describe();

    internal override DockerEngine? DescribedEngine => (_plan ??= Describe()).Options.Engine is { } client ? DockerEngine.For(client) : null;

    internal override IReadOnlyList<NamedContainer> Running => _service is { Container: var container } ? [new NamedContainer(container.Name, container)] : [];

    internal override async Task StartAsync(DockerEngine engine, CancellationToken cancellationToken) =>
        _service = await PlanDiagnostics.RunAsync($"start {GetType().Name}", _plan!, cancellationToken).ConfigureAwait(false);

    internal override async Task<IReadOnlyList<string>> RemoveAsync() => (await _service!.Container.EndAsync().ConfigureAwait(false)).Remaining;
}
