using TUnit.Core.Interfaces;

namespace ContainerKit.Testing;

public abstract partial class DockerFixture : IAsyncInitializer
{
    Task IAsyncInitializer.InitializeAsync() => InitializeSharedAsync();
}
