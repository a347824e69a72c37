using ContainerKit;
using ContainerKit.Services;
using ContainerKit.Testing;

namespace Suite.InvalidCommands;

public sealed class DatabaseWithInvalidFlag : ServiceFixture<PostgreSql>
{
    public string ConnectionString => Service.ConnectionString;

    protected override Plan<PostgreSql> Describe() => PostgreSql.Run(new PostgreSqlSpec { Container = new("postgres", "--no-such-flag") });
}

public sealed class ServerWithInvalidConfiguration : ContainerFixture
{
    protected override ContainerPlan Describe() => Image.Pull("nginx:1.22")
        .Run(new ContainerSpec("nginx", "-c", "/no/such/file") { Publish = [80], Wait = Wait.ForPort(80) });
}

public sealed class ContainerWithMissingProgram : ContainerFixture
{
    protected override ContainerPlan Describe() => Image.Pull("busybox").Run("no-such-program");
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
