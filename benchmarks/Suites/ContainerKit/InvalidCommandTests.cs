using ContainerKit;
using ContainerKit.Testing;

namespace Suite.InvalidCommandScenario;

public sealed class DatabaseWithWrongFlag : ServiceFixture<PostgreSql>
{
    public string ConnectionString => Service.ConnectionString;

    protected override Plan<PostgreSql> Describe() => PostgreSql.Run(new PostgreSqlSpec { Container = new("postgres", "--no-such-flag") });
}

public sealed class ServerThatCannotStart : ContainerFixture
{
    protected override ContainerPlan Describe() => Image.Pull("nginx:1.22")
        .Run(new ContainerSpec("nginx", "-c", "/no/such/file") { Publish = [80], Wait = Wait.ForPort(80) });
}

public sealed class ProgramThatIsNotThere : ContainerFixture
{
    protected override ContainerPlan Describe() => Image.Pull("busybox").Run("no-such-program");
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
