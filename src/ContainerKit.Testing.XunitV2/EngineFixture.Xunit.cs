using Xunit;

namespace ContainerKit.Testing;

public abstract partial class EngineFixture : IAsyncLifetime
{
    Task IAsyncLifetime.InitializeAsync() => InitializeAsync().AsTask();

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();
}
