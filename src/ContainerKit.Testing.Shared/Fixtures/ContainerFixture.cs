using ContainerKit.Testing.Fixtures;

namespace ContainerKit.Testing;

/// <summary>
/// A container that starts before the first test that uses the fixture and is removed after the last one. Tests
/// of a class or an assembly share it, or a single test starts it. Derive from it and describe the container.
/// </summary>
/// <example><code>
/// public sealed class RedisFixture : ContainerFixture
/// {
///     protected override ContainerPlan Describe() =>
///         Image.Pull("redis:7").Run(new ContainerSpec { Publish = [6379], Wait = Wait.ForPort(6379) });
/// }
/// </code></example>
public abstract class ContainerFixture : DockerFixture
{
    private ContainerPlan? _plan;
    private Container? _container;

    /// <summary>The running container. The fixture owns it.</summary>
    /// <exception cref="InvalidOperationException">
    /// The fixture has not been started.
    /// </exception>
    /// <exception cref="EngineUnavailableException">No engine responds.</exception>
    public Container Container => Use(_container);

    /// <inheritdoc/>
    public override IReadOnlyList<Container> Containers => [Container];

    /// <summary>
    /// Describes the container, such as <c>Image.Pull("redis").Run(new ContainerSpec { Publish = [6379] })</c>. Does
    /// not start it.
    /// </summary>
    protected abstract ContainerPlan Describe();

    internal override DockerEngine? DescribedEngine => (_plan ??= Describe()).Engine;

    internal override IReadOnlyList<NamedContainer> RunningContainers =>
        _container is { } container ? [new NamedContainer(container.Name, container)] : [];

    internal override async Task StartAsync(DockerEngine engine, CancellationToken cancellationToken) =>
        _container = await _plan!.WithLogsOnFailure($"start {GetType().Name}").ExecuteAsync(cancellationToken).ConfigureAwait(false);

    internal override async Task<IReadOnlyList<string>> RemoveAsync() =>
        (await _container!.DisposeWithReportAsync().ConfigureAwait(false)).Remaining;
}
