using Xunit;

namespace ContainerKit.Testing;

/// <summary>
/// A ready-made service that runs before the first test that shares it and is removed after the last: a class, collection or assembly
/// fixture of xUnit v3. Derive, and describe the service.
/// </summary>
/// <remarks>A start that fails throws in the tests that need the fixture, with the whole report, and leaves nothing behind.</remarks>
/// <example><code>
/// public sealed class Database : ServiceFixture&lt;PostgreSql&gt;
/// {
///     protected override Plan&lt;PostgreSql&gt; Describe() =&gt; PostgreSql.Run();
/// }
/// </code></example>
public abstract class ServiceFixture<TService> : IAsyncLifetime
    where TService : Service
{
    private TService? _service;

    /// <summary>The running service. It belongs to the fixture.</summary>
    /// <exception cref="InvalidOperationException">The fixture has not been started: xUnit starts those that a class, a collection or the assembly declares.</exception>
    public TService Service => _service ?? throw new InvalidOperationException(
        $"{GetType().Name} has not been started. Declare it with IClassFixture<{GetType().Name}>, a collection or [assembly: AssemblyFixture], and take it in the constructor.");

    /// <summary>Describes the service, such as <c>PostgreSql.Run()</c>. Runs nothing.</summary>
    protected abstract Plan<TService> Describe();

    /// <summary>Starts the service. Called by xUnit.</summary>
    public virtual async ValueTask InitializeAsync() => _service = await Describe().ExecuteAsync().ConfigureAwait(false);

    /// <summary>Removes the service. Called by xUnit, whatever happened.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_service is { } service) await service.DisposeAsync().ConfigureAwait(false);
    }
}
