using Xunit;

namespace ContainerKit.Testing;

public abstract partial class EngineFixture : IAsyncLifetime
{
    ValueTask IAsyncLifetime.InitializeAsync() => new(InitializeSharedAsync());
}
