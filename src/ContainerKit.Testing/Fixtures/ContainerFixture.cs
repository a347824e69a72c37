using ContainerKit.Testing.Execution;
using ContainerKit.Testing.Fixtures;

namespace ContainerKit.Testing;

/// <summary>
/// A container that runs before the first test that shares it and is removed after the last: a class, collection or assembly fixture
/// of xUnit, or a test's own. Derive, and describe the container.
/// </summary>
/// <example><code>
/// public sealed class RedisFixture : ContainerFixture
/// {
///     protected override ContainerPlan Describe() => Image.Pull("redis:7").Run(new ContainerSpec { Publish = [6379], Wait = Wait.ForPort(6379) });
/// }
/// </code></example>
public abstract class ContainerFixture : DockerFixture
{
    private ContainerPlan? _plan;
    private Container? _container;

    /// <summary>The running container. It belongs to the fixture.</summary>
    /// <exception cref="InvalidOperationException">The fixture has not been started: xUnit starts those that a class, a collection or the assembly declares.</exception>
    /// <exception cref="EngineUnavailableException">No engine answers.</exception>
    public Container Container => _container ?? throw NotStarted();

    /// <inheritdoc/>
    public override IReadOnlyList<Container> Containers => [Container];

    /// <summary>Describes the container, such as <c>Image.Pull("redis").Run(new ContainerSpec { Publish = [6379] })</c>. Runs nothing.</summary>
    protected abstract ContainerPlan Describe();

    internal override DockerEngine? DescribedEngine => (_plan ??= Describe()).Options.Engine is { } client ? DockerEngine.For(client) : null;

    internal override IReadOnlyList<NamedContainer> Running => _container is { } container ? [new NamedContainer(container.Name, container)] : [];

    internal override async Task StartAsync(DockerEngine engine, CancellationToken cancellationToken) =>
        _container = await PlanDiagnostics.RunAsync($"start {GetType().Name}", _plan!, cancellationToken).ConfigureAwait(false);

    internal override async Task<IReadOnlyList<string>> RemoveAsync() => (await _container!.EndAsync().ConfigureAwait(false)).Remaining;
}
