using System.Data.Common;
using ContainerKit.Services.Snapshots;
using MySqlConnector;
using Npgsql;
using StackExchange.Redis;

namespace ContainerKit.Services.Tests.Snapshots;

/// <summary>
/// Snapshots of databases whose images declare their data folder as a volume, with the drivers that users have.
/// </summary>
public sealed class DatabaseSnapshotTests : ServiceTest
{
    private const string Table =
        "create table parcel (id int primary key, word varchar(20)); insert into parcel values (1, 'one');";

    [DockerFact]
    public async Task Each_PostgreSql_snapshot_copy_has_fresh_seed_data_and_starts_without_recovery()
    {
        var snapshot = PostgreSql.Snapshot(
            new PostgreSqlSpec { Container = Spec(), Database = "shop", Scripts = [Table] }).WithName(Unique("pg"))
            .Do("more", (db, token) => RunAsync(
                NpgsqlFactory.Instance, db.ConnectionString, "insert into parcel values (2, 'two')", token));

        await using var one = await snapshot.Run().ExecuteAsync(Token);
        await RunAsync(NpgsqlFactory.Instance, one.ConnectionString, "delete from parcel", Token);
        // As in a later process: this spec has another random password, but the password of the snapshot is used.
        await using var two = await PostgreSql.Snapshot(
            new PostgreSqlSpec { Container = Spec(), Database = "shop", Scripts = [Table] }).WithName(Unique("pg"))
            .Do("more", (_, _) => throw new InvalidOperationException("prepared twice")).Run().ExecuteAsync(Token);

        (await RunAsync(NpgsqlFactory.Instance, two.ConnectionString,
            "select string_agg(word, ' ' order by id) from parcel", Token)).Should().Be("one two");
        (await LogAsync(two.Container))
            .Should().Contain("database system was shut down at").And.NotContainAny("recovery", "interrupted");
        Password(one.ConnectionString).Should().Be(Password(two.ConnectionString)).And.HaveLength(32);
    }

    [DockerFact]
    public async Task A_PostgreSql_snapshot_keeps_its_data_outside_the_image_volume_unless_PGDATA_is_set()
    {
        var outside = PostgreSql.Snapshot(new PostgreSqlSpec { Container = Spec() }).WithName(Unique("out"));
        var environment = new Dictionary<string, string> { ["PGDATA"] = "/var/lib/postgresql/data" };
        var inside = PostgreSql.Snapshot(
            new PostgreSqlSpec { Container = Spec() with { Environment = environment }, Scripts = [Table] })
            .WithName(Unique("in"));

        await using var one = await outside.Run().ExecuteAsync(Token);
        await using var two = await inside.Run().ExecuteAsync(Token);

        (await FolderAsync(one)).Should().Be("/var/lib/postgresql-snapshot");
        (await FolderAsync(two)).Should().Be("/var/lib/postgresql/data");
        (await RunAsync(NpgsqlFactory.Instance, two.ConnectionString, "select word from parcel", Token)).Should().Be("one");

        static Task<object?> FolderAsync(PostgreSql db) =>
            RunAsync(NpgsqlFactory.Instance, db.ConnectionString, "show data_directory", Token);
    }

    [DockerFact]
    public async Task A_custom_password_is_part_of_the_snapshot_recipe_and_not_shown_in_a_failure()
    {
        var snapshot = PostgreSql.Snapshot(new PostgreSqlSpec { Container = Spec(), Password = OddPassword })
            .WithName(Unique("own"));
        await using (var db = await snapshot.Run().ExecuteAsync(Token))
            (await RunAsync(NpgsqlFactory.Instance, db.ConnectionString, "select 1", Token)).Should().Be(1);

        var other = PostgreSql.Snapshot(
            new PostgreSqlSpec { Container = Spec(), Password = "another", Scripts = ["no sql"] })
            .WithName(Unique("own"));
        (await other.Run().Awaiting(it => it.ExecuteAsync(Token)).Should().ThrowAsync<ExecFailedException>())
            .Which.ToString().Should().Contain("syntax error").And.NotContain("another");
    }

    [DockerFact]
    public async Task Each_MariaDb_snapshot_copy_has_fresh_seed_data_and_starts_without_recovery()
    {
        var snapshot = MariaDb.Snapshot(new MariaDbSpec { Container = Spec(), Scripts = [Table] }).WithName(Unique("maria"));

        await using (var one = await snapshot.Run().ExecuteAsync(Token))
            await RunAsync(MySqlConnectorFactory.Instance, one.ConnectionString, "delete from parcel", Token);

        await using var two = await snapshot.Run().ExecuteAsync(Token);
        (await RunAsync(MySqlConnectorFactory.Instance, two.ConnectionString, "select word from parcel", Token))
            .Should().Be("one");
        (await LogAsync(two.Container)).Should().NotContainAny("crash recovery", "recovery from checkpoint");
    }

    [DockerFact]
    public async Task Each_Redis_snapshot_copy_has_fresh_seed_data()
    {
        var snapshot = Redis.Snapshot(new RedisSpec { Container = Spec() }).WithName(Unique("redis"))
            .Do("seed", async (redis, _) =>
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
            await connection.GetDatabase().StringSetAsync("key", "value");
        });

        await using (var one = await snapshot.Run().ExecuteAsync(Token))
            (await QueryAsync(one, it => it.KeyDeleteAsync("key"))).Should().BeTrue();

        await using var two = await snapshot.Run().ExecuteAsync(Token);
        (await QueryAsync(two, it => it.StringGetAsync("key"))).Should().Be("value");
    }

    [DockerFact]
    public async Task A_snapshot_with_a_chosen_password_differs_from_one_with_a_random_password()
    {
        var random = Redis.Snapshot(new RedisSpec { Container = Spec() }).WithName(Unique("pass"));
        var chosen = Redis.Snapshot(new RedisSpec { Container = Spec(), Password = SnapshotDefinition.PlaceholderSecret })
            .WithName(Unique("pass"));

        await using var one = await random.Run().ExecuteAsync(Token);
        await using var two = await chosen.Run().ExecuteAsync(Token);

        one.Container.Image.Should().NotBe(two.Container.Image);
        (await QueryAsync(two, it => it.StringSetAsync("key", "value"))).Should().BeTrue();
    }

    [DockerFact]
    public async Task A_service_fixture_runs_a_snapshot_copy_and_a_copy_also_runs_on_a_network()
    {
        var snapshot = Redis.Snapshot(new RedisSpec { Container = Spec() }).WithName(Unique("fixed"));
        await using var fixture = new CopyFixture(snapshot);
        await fixture.InitializeAsync();

        (await fixture.Service.Container.ExecAsync(["redis-cli", "ping"], Token)).Stdout.Should().Be("PONG\n");
        await using var network = await Network.Create().ExecuteAsync(Token);
        await using var inside = await snapshot.Run(spec => spec with { Networks = [network] }).ExecuteAsync(Token);
        var password = inside.InternalConnectionString.Split("password=")[1];
        var environment = new Dictionary<string, string> { ["REDISCLI_AUTH"] = password };
        (await RunInNetworkAsync(network, "redis:7", environment, "redis-cli", "-h", inside.InternalAddress.Host, "ping"))
            .Should().Be("PONG\n");
    }

    private static async Task<object?> RunAsync(DbProviderFactory factory, string connectionString, string sql,
        CancellationToken cancellationToken)
    {
        await using var source = factory.CreateDataSource(connectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private static async Task<T> QueryAsync<T>(Redis redis, Func<IDatabase, Task<T>> query)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        return await query(connection.GetDatabase());
    }

    private static async Task<string> LogAsync(Container container)
    {
        using var log = new MemoryStream();
        await container.CopyLogAsync(log, new LogOptions(), Token);
        return System.Text.Encoding.UTF8.GetString(log.ToArray());
    }

    private static string Password(string connectionString) =>
        (string)new DbConnectionStringBuilder { ConnectionString = connectionString }["Password"];

    private sealed class CopyFixture(Snapshot<Redis> snapshot) : ServiceFixture<Redis>
    {
        protected override Plan<Redis> Describe() => snapshot.Run();
    }
}
