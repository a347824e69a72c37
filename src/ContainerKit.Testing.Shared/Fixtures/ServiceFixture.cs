using ContainerKit.Testing.Fixtures;

namespace ContainerKit.Testing;

/// <summary>
/// A ready-made service that starts before the first test that uses the fixture and is removed after the last one. Tests
/// of a class or an assembly share it, or a single test starts it. Derive from it and describe the
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
    /// The fixture has not been started.
    /// </exception>
    /// <exception cref="EngineUnavailableException">No engine responds.</exception>
    public TService Service => Use(_service);

    /// <inheritdoc/>
    public override IReadOnlyList<Container> Containers => [Service.Container];

    /// <summary>Describes the service, such as <c>PostgreSql.Run()</c>. Does not start it.</summary>
    protected abstract Plan<TService> Describe();

    internal override DockerEngine? DescribedEngine => (_plan ??= Describe()).Engine;

    internal override IReadOnlyList<NamedContainer> RunningContainers =>
        _service is { Container: var container } ? [new NamedContainer(container.Name, container)] : [];

    internal override async Task StartAsync(DockerEngine engine, CancellationToken cancellationToken) =>
        _service = await _plan!.WithLogsOnFailure($"start {GetType().Name}").ExecuteAsync(cancellationToken).ConfigureAwait(false);

    internal override async Task<IReadOnlyList<string>> RemoveAsync() =>
        (await _service!.Container.DisposeWithReportAsync().ConfigureAwait(false)).Remaining;
}
