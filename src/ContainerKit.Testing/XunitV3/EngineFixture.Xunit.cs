using Xunit;

namespace ContainerKit.Testing;

public abstract partial class EngineFixture : IAsyncLifetime;
