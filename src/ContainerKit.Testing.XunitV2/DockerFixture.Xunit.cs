using Xunit;

namespace ContainerKit.Testing;

public abstract partial class DockerFixture : IAsyncLifetime
{
    Task IAsyncLifetime.InitializeAsync() => InitializeSharedAsync();

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();
}
