using Npgsql;

namespace ContainerKit.Testing.Tests;

/// <summary>The same container for many tests, each of which finds it clean.</summary>
public sealed class ResetTests
{
    [EngineFact]
    public async Task Between_tests_a_fixture_wipes_what_they_left()
    {
        var run = await Demo.RunAsync("ResetTests");

        run.ExitCode.Should().Be(0, run.ToString());
        run.Result("Finds_nothing_and_leaves_something(row: 3)").Should().Be("Pass");
    }

    [EngineFact]
    public async Task A_reset_that_fails_says_so_at_the_test_before_it()
    {
        var run = await Demo.RunAsync("FailingResetTests");

        run.Result("Passes_but_for_the_reset").Should().Be("Fail");
        run.Failure("Passes_but_for_the_reset").Should().Contain("Could not reset StuckFixture between tests").And.Contain("the table is locked");
    }

    [EngineFact]
    public async Task A_database_is_reset_by_sql()
    {
        var token = TestContext.Current.CancellationToken;
        await using var fixture = await new OrdersFixture().StartAsync(token);
        await using var source = NpgsqlDataSource.Create(fixture.Service.ConnectionString);
        await using var insert = source.CreateCommand("insert into orders values (1)");
        await insert.ExecuteNonQueryAsync(token);

        await fixture.ResetAsync(token);

        await using var count = source.CreateCommand("select count(*) from orders");
        (await count.ExecuteScalarAsync(token)).Should().Be(0L);
        fixture.Containers.Should().ContainSingle().Which.Should().BeSameAs(fixture.Service.Container);
    }

    private sealed class OrdersFixture : ServiceFixture<PostgreSql>
    {
        protected override Plan<PostgreSql> Describe() => PostgreSql.Run(new PostgreSqlSpec { Scripts = ["create table orders (id int)"] });

        protected override Task ResetBetweenTestsAsync(CancellationToken cancellationToken) =>
            ExecuteSqlAsync(NpgsqlFactory.Instance, Service.ConnectionString, "truncate orders", cancellationToken);
    }
}
