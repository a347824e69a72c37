using Xunit;

namespace ContainerKit.Testing;

/// <summary>
/// A container that runs before the first test that shares it and is removed after the last: a class, collection or assembly fixture
/// of xUnit v3. Derive, and describe the container.
/// </summary>
/// <remarks>
/// A start that fails throws in the tests that need the fixture, with the whole report, and leaves nothing behind: the chain removes what it
/// had made before the exception leaves it. From the first fixture's start on, what the process makes goes with it: see <see cref="TestSession"/>.
/// </remarks>
public abstract class ContainerFixture : IAsyncLifetime
{
    private Container? _container;

    /// <summary>The running container. It belongs to the fixture.</summary>
    /// <exception cref="InvalidOperationException">The fixture has not been started: xUnit starts those that a class, a collection or the assembly declares.</exception>
    public Container Container => _container ?? throw new InvalidOperationException(
        $"{GetType().Name} has not been started. Declare it with IClassFixture<{GetType().Name}>, a collection or [assembly: AssemblyFixture], and take it in the constructor.");

    /// <summary>Describes the container, such as <c>Image.Pull("redis").Run(new ContainerSpec { Publish = [6379] })</c>. Runs nothing.</summary>
    protected abstract ContainerPlan Describe();

    /// <summary>Starts the container. Called by xUnit.</summary>
    public virtual async ValueTask InitializeAsync()
    {
        var plan = Describe();
        await TestSession.Current.ProtectAsync(plan.Options.Engine ?? DockerEngine.Default).ConfigureAwait(false);
        _container = await plan.ExecuteAsync().ConfigureAwait(false);
    }

    /// <summary>Removes the container, unless the session is kept. Called by xUnit, whatever happened.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_container is { } container && !TestSession.Current.IsKept) await container.DisposeAsync().ConfigureAwait(false);
    }
}
