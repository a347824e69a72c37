using System.Data.Common;
using Npgsql;

namespace ContainerKit.Services.Tests;

public sealed class PostgreSqlTests : ServiceTest
{
    [DockerFact]
    public async Task PostgreSql_is_usable_by_Npgsql_and_from_another_container()
    {
        await using var network = await Network.Create().ExecuteAsync(Token);
        await using var db = await PostgreSql.Run(new PostgreSqlSpec
        {
            Container = Spec() with { Networks = [network] },
            Database = "the shop",
            User = "app user",
            Password = OddPassword,
            Scripts = ["create table parcel (id int primary key, word text);", "insert into parcel values (1, 'one');"],
        }).ExecuteAsync(Token);

        await using (var source = NpgsqlDataSource.Create(db.ConnectionString))
        {
            await using var insert = source.CreateCommand("insert into parcel values (2, 'zwei')");
            (await insert.ExecuteNonQueryAsync(Token)).Should().Be(1);
            await using var select = source.CreateCommand(
                "select current_user || '@' || current_database() || ': ' || " +
                "string_agg(word, ' ' order by id) from parcel");
            (await select.ExecuteScalarAsync(Token)).Should().Be("app user@the shop: one zwei");
        }

        var inside = new DbConnectionStringBuilder { ConnectionString = db.InternalConnectionString };
        var password = new Dictionary<string, string> { ["PGPASSWORD"] = (string)inside["Password"] };
        string[] count =
            ["psql", "-h", (string)inside["Host"], "-p", (string)inside["Port"], "-U", (string)inside["Username"],
            "-XAt", "-c", "select count(*) from parcel", (string)inside["Database"]];
        (await RunInNetworkAsync(network, "postgres:15", password, count)).Should().Be("2\n");
    }

    [DockerFact]
    public async Task PostgreSql_runs_the_image_of_PostGIS()
    {
        await using var db = await PostgreSql.Run(new PostgreSqlSpec
        {
            Image = await RequireImageAsync("postgis/postgis:15-3.3"),
            Container = Spec(),
            Scripts = ["create table stop (name text, at geography(point)); insert into stop values ('depot', 'point(8.54 47.37)')"],
        }).ExecuteAsync(Token);

        await using var source = NpgsqlDataSource.Create(db.ConnectionString);
        await using var near = source.CreateCommand("select name from stop where st_dwithin(at, 'point(8.55 47.37)', 1000)");
        (await near.ExecuteScalarAsync(Token)).Should().Be("depot");
    }

    [DockerFact]
    public async Task A_failing_PostgreSql_script_fails_the_start_and_leaves_no_container()
    {
        var plan = PostgreSql.Run(
            new PostgreSqlSpec { Container = Spec(), Scripts = ["create table a (i int); create tabel b (i int);"] });

        var error = (await FluentActions.Awaiting(() => plan.ExecuteAsync(Token))
            .Should().ThrowAsync<ExecFailedException>()).Which;

        error.Message.Should().Contain("syntax error at or near \"tabel\"").And.Contain("Cleaned up: container");
        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task A_PostgreSql_server_that_cannot_start_reports_the_reason_without_the_password()
    {
        var spec = new PostgreSqlSpec { Container = Spec("postgres", "-c", "no_such_setting=1") };

        var error = (await FluentActions.Awaiting(() => PostgreSql.Run(spec).ExecuteAsync(Token))
            .Should().ThrowAsync<ContainerExitedException>()).Which;

        error.Message.Should().Contain("PostgreSQL on port 5432").And.Contain("no_such_setting");
        error.ToString().Should().NotContain(spec.Password);
        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Canceling_the_start_of_PostgreSql_leaves_no_container()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var starting = PostgreSql.Run(new PostgreSqlSpec { Container = Spec() }).ExecuteAsync(cancel.Token);
        await UntilAsync(async () => (await ContainersAsync("running")).Count > 0);

        await cancel.CancelAsync();

        (await FluentActions.Awaiting(() => starting).Should().ThrowAsync<OperationCanceledException>())
            .Which.CancellationToken.Should().Be(cancel.Token);
        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Refreshing_PostgreSql_finds_its_new_port_after_a_restart()
    {
        await using var db = await PostgreSql.Run(
            new PostgreSqlSpec { Container = Spec(), Scripts = ["create table kept (i int)"] }).ExecuteAsync(Token);
        await db.Container.StopAsync(Token);
        await db.Container.StartAsync(Token);

        await db.RefreshAsync(Token);

        db.Address.Should().Be(await db.Container.GetPublishedPortAsync(5432, Token));
        await UntilAsync(async () =>
        {
            try
            {
                await using var source = NpgsqlDataSource.Create(db.ConnectionString);
                await using var command = source.CreateCommand("select count(*) from kept");
                return await command.ExecuteScalarAsync(Token) is 0L;
            }
            catch (NpgsqlException)
            {
                return false;
            }
        });
    }
}
