using ContainerKit.Testing.Execution;
using ContainerKit.Testing.Fixtures;

namespace ContainerKit.Testing;

/// <summary>
/// A ready-made service that starts before the first test that uses the fixture and is removed after the last one. Use
/// it as a class, collection or assembly fixture of xUnit, or in a single test. Derive from it and describe the
/// service.
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

    /// <summary>The running service. The fixture owns it.</summary>
    /// <exception cref="InvalidOperationException">
    /// The fixture has not been started. xUnit starts the fixtures that a class, a collection or the assembly declares.
    /// </exception>
    /// <exception cref="EngineUnavailableException">No engine responds.</exception>
    public TService Service => _service ?? throw CreateNotStartedException();

    /// <inheritdoc/>
    public override IReadOnlyList<Container> Containers => [Service.Container];

    /// <summary>Describes the service, such as <c>PostgreSql.Run()</c>. Does not start it.</summary>
    protected abstract Plan<TService> Describe();

    internal override DockerEngine? DescribedEngine => (_plan ??= Describe()).Engine;

    internal override IReadOnlyList<NamedContainer> RunningContainers =>
        _service is { Container: var container } ? [new NamedContainer(container.Name, container)] : [];

    internal override async Task StartAsync(DockerEngine engine, CancellationToken cancellationToken) =>
        _service = await PlanDiagnostics.RunAsync($"start {GetType().Name}", _plan!, cancellationToken).ConfigureAwait(false);

    internal override async Task<IReadOnlyList<string>> RemoveAsync() =>
        (await _service!.Container.DisposeWithReportAsync().ConfigureAwait(false)).Remaining;
}
