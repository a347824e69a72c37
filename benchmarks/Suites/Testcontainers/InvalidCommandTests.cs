using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;
using Testcontainers.PostgreSql;

namespace Suite.InvalidCommands;

public sealed class DatabaseWithInvalidFlag : IAsyncLifetime
{
    private readonly PostgreSqlContainer _container = new PostgreSqlBuilder("postgres:15").WithCommand("--no-such-flag").Build();

    public string ConnectionString => _container.GetConnectionString();

    public async ValueTask InitializeAsync() => await _container.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _container.DisposeAsync();
}

public sealed class ServerWithInvalidConfiguration : IAsyncLifetime
{
    private readonly IContainer _container = new ContainerBuilder("nginx:1.22")
        .WithCommand("nginx", "-c", "/no/such/file")
        .WithPortBinding(80, true)
        .WithWaitStrategy(Wait.ForUnixContainer().UntilInternalTcpPortIsAvailable(80))
        .Build();

    public async ValueTask InitializeAsync() => await _container.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _container.DisposeAsync();
}

public sealed class ContainerWithMissingProgram : IAsyncLifetime
{
    private readonly IContainer _container = new ContainerBuilder("busybox").WithCommand("no-such-program").Build();

    public async ValueTask InitializeAsync() => await _container.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _container.DisposeAsync();
}

public sealed class InvalidFlagTests(DatabaseWithInvalidFlag database) : IClassFixture<DatabaseWithInvalidFlag>
{
    [Fact]
    public void Database_with_an_invalid_flag_fails_to_start() => Assert.NotEmpty(database.ConnectionString);
}

public sealed class InvalidConfigurationTests(ServerWithInvalidConfiguration server) : IClassFixture<ServerWithInvalidConfiguration>
{
    [Fact]
    public void Server_with_an_invalid_configuration_fails_to_start() => Assert.NotNull(server);
}

public sealed class MissingProgramTests(ContainerWithMissingProgram container) : IClassFixture<ContainerWithMissingProgram>
{
    [Fact]
    public void Container_with_a_missing_program_fails_to_start() => Assert.NotNull(container);
}
