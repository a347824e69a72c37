using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;
using Testcontainers.PostgreSql;

namespace Suite.InvalidCommandScenario;

public sealed class DatabaseWithWrongFlag : IAsyncLifetime
{
    private readonly PostgreSqlContainer _container = new PostgreSqlBuilder("postgres:15").WithCommand("--no-such-flag").Build();

    public string ConnectionString => _container.GetConnectionString();

    public async ValueTask InitializeAsync() => await _container.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _container.DisposeAsync();
}

public sealed class ServerThatCannotStart : IAsyncLifetime
{
    private readonly IContainer _container = new ContainerBuilder("nginx:1.22")
        .WithCommand("nginx", "-c", "/no/such/file")
        .WithPortBinding(80, true)
        .WithWaitStrategy(Wait.ForUnixContainer().UntilInternalTcpPortIsAvailable(80))
        .Build();

    public async ValueTask InitializeAsync() => await _container.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _container.DisposeAsync();
}

public sealed class ProgramThatIsNotThere : IAsyncLifetime
{
    private readonly IContainer _container = new ContainerBuilder("busybox").WithCommand("no-such-program").Build();

    public async ValueTask InitializeAsync() => await _container.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _container.DisposeAsync();
}

public sealed class WrongFlagTests(DatabaseWithWrongFlag database) : IClassFixture<DatabaseWithWrongFlag>
{
    [Fact]
    public void A_test_needs_it() => Assert.NotEmpty(database.ConnectionString);
}

public sealed class WrongConfigurationTests(ServerThatCannotStart server) : IClassFixture<ServerThatCannotStart>
{
    [Fact]
    public void A_test_needs_it() => Assert.NotNull(server);
}

public sealed class WrongBinaryTests(ProgramThatIsNotThere program) : IClassFixture<ProgramThatIsNotThere>
{
    [Fact]
    public void A_test_needs_it() => Assert.NotNull(program);
}
