using System.Data.Common;
using ContainerKit.Testing.Snapshots;
using MySqlConnector;
using Npgsql;
using StackExchange.Redis;

namespace ContainerKit.Services.Tests.Snapshots;

/// <summary>Databases whose images declare their data folder as a volume, each asked by the driver that its users have.</summary>
public sealed class DatabaseSnapshotTests : ServiceTest
{
    private const string Table = "create table parcel (id int primary key, word varchar(20)); insert into parcel values (1, 'one');";

    [DockerFact]
    public async Task Each_copy_of_a_postgresql_is_seeded_fresh_and_starts_without_recovery()
    {
        var snapshot = PostgreSql.Snapshot(new PostgreSqlSpec { Container = Spec(), Database = "shop", Scripts = [Table] }).WithName(Unique("pg"))
            .Do("more", (db, token) => RunAsync(NpgsqlFactory.Instance, db.ConnectionString, "insert into parcel values (2, 'two')", token));

        await using var one = await snapshot.Run().ExecuteAsync(Token);
        await RunAsync(NpgsqlFactory.Instance, one.ConnectionString, "delete from parcel", Token);
        // As in a later process: another random password is at hand, and the one of the snapshot counts.
        await using var two = await PostgreSql.Snapshot(new PostgreSqlSpec { Container = Spec(), Database = "shop", Scripts = [Table] }).WithName(Unique("pg"))
            .Do("more", (_, _) => throw new InvalidOperationException("prepared twice")).Run().ExecuteAsync(Token);

        (await RunAsync(NpgsqlFactory.Instance, two.ConnectionString, "select string_agg(word, ' ' order by id) from parcel", Token)).Should().Be("one two");
        (await LogAsync(two.Container)).Should().Contain("database system was shut down at").And.NotContainAny("recovery", "interrupted");
        Password(one.ConnectionString).Should().Be(Password(two.ConnectionString)).And.HaveLength(32);
    }

    [DockerFact]
    public async Task A_postgresql_keeps_its_data_out_of_the_volume_of_its_image_and_where_it_is_told_to_in_it()
    {
        var outside = PostgreSql.Snapshot(new PostgreSqlSpec { Container = Spec() }).WithName(Unique("out"));
        var inside = PostgreSql.Snapshot(new PostgreSqlSpec { Container = Spec() with { Environment = new Dictionary<string, string> { ["PGDATA"] = "/var/lib/postgresql/data" } }, Scripts = [Table] })
            .WithName(Unique("in"));

        await using var one = await outside.Run().ExecuteAsync(Token);
        await using var two = await inside.Run().ExecuteAsync(Token);

        (await FolderAsync(one)).Should().Be("/var/lib/postgresql-snapshot");
        (await FolderAsync(two)).Should().Be("/var/lib/postgresql/data");
        (await RunAsync(NpgsqlFactory.Instance, two.ConnectionString, "select word from parcel", Token)).Should().Be("one");

        static Task<object?> FolderAsync(PostgreSql db) => RunAsync(NpgsqlFactory.Instance, db.ConnectionString, "show data_directory", Token);
    }

    [DockerFact]
    public async Task A_password_of_ones_own_is_part_of_the_recipe_and_none_shows_in_a_failure()
    {
        var snapshot = PostgreSql.Snapshot(new PostgreSqlSpec { Container = Spec(), Password = OddPassword }).WithName(Unique("own"));
        await using (var db = await snapshot.Run().ExecuteAsync(Token))
            (await RunAsync(NpgsqlFactory.Instance, db.ConnectionString, "select 1", Token)).Should().Be(1);

        var other = PostgreSql.Snapshot(new PostgreSqlSpec { Container = Spec(), Password = "another", Scripts = ["no sql"] }).WithName(Unique("own"));
        (await other.Run().Awaiting(it => it.ExecuteAsync(Token)).Should().ThrowAsync<ExecFailedException>()).Which.ToString().Should().Contain("syntax error").And.NotContain("another");
    }

    [DockerFact]
    public async Task Each_copy_of_a_mariadb_is_seeded_fresh_and_starts_without_recovery()
    {
        var snapshot = MariaDb.Snapshot(new MariaDbSpec { Container = Spec(), Scripts = [Table] }).WithName(Unique("maria"));

        await using (var one = await snapshot.Run().ExecuteAsync(Token)) await RunAsync(MySqlConnectorFactory.Instance, one.ConnectionString, "delete from parcel", Token);

        await using var two = await snapshot.Run().ExecuteAsync(Token);
        (await RunAsync(MySqlConnectorFactory.Instance, two.ConnectionString, "select word from parcel", Token)).Should().Be("one");
        (await LogAsync(two.Container)).Should().NotContainAny("crash recovery", "recovery from checkpoint");
    }

    [DockerFact]
    public async Task Each_copy_of_a_redis_is_seeded_fresh()
    {
        var snapshot = Redis.Snapshot(new RedisSpec { Container = Spec() }).WithName(Unique("redis")).Do("seed", async (redis, _) =>
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
            await connection.GetDatabase().StringSetAsync("key", "value");
        });

        await using (var one = await snapshot.Run().ExecuteAsync(Token)) (await OnAsync(one, it => it.KeyDeleteAsync("key"))).Should().BeTrue();

        await using var two = await snapshot.Run().ExecuteAsync(Token);
        (await OnAsync(two, it => it.StringGetAsync("key"))).Should().Be("value");
    }

    [DockerFact]
    public async Task A_chosen_password_is_never_taken_for_a_random_one()
    {
        var random = Redis.Snapshot(new RedisSpec { Container = Spec() }).WithName(Unique("pass"));
        var chosen = Redis.Snapshot(new RedisSpec { Container = Spec(), Password = SnapshotDefinition.PlaceholderSecret }).WithName(Unique("pass"));

        await using var one = await random.Run().ExecuteAsync(Token);
        await using var two = await chosen.Run().ExecuteAsync(Token);

        one.Container.Image.Should().NotBe(two.Container.Image);
        (await OnAsync(two, it => it.StringSetAsync("key", "value"))).Should().BeTrue();
    }

    [DockerFact]
    public async Task A_fixture_hands_out_a_copy_also_beside_others_on_a_network()
    {
        var snapshot = Redis.Snapshot(new RedisSpec { Container = Spec() }).WithName(Unique("fixed"));
        await using var fixture = new CopyFixture(snapshot);
        await fixture.InitializeAsync();

        (await fixture.Service.Container.ExecAsync(["redis-cli", "ping"], Token)).Stdout.Should().Be("PONG\n");
        await using var network = await Network.Create().ExecuteAsync(Token);
        await using var inside = await snapshot.Run(spec => spec with { Networks = [network] }).ExecuteAsync(Token);
        (await AskFromInsideAsync(network, "redis:7", new Dictionary<string, string> { ["REDISCLI_AUTH"] = inside.InternalConnectionString.Split("password=")[1] }, "redis-cli", "-h", inside.InternalAddress.Host, "ping"))
            .Should().Be("PONG\n");
    }

    private static async Task<object?> RunAsync(DbProviderFactory factory, string connectionString, string sql, CancellationToken cancellationToken)
    {
        await using var source = factory.CreateDataSource(connectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private static async Task<T> OnAsync<T>(Redis redis, Func<IDatabase, Task<T>> ask)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        return await ask(connection.GetDatabase());
    }

    private static async Task<string> LogAsync(Container container)
    {
        using var log = new MemoryStream();
        await container.CopyLogAsync(log, new LogOptions(), Token);
        return System.Text.Encoding.UTF8.GetString(log.ToArray());
    }

    private static string Password(string connectionString) => (string)new DbConnectionStringBuilder { ConnectionString = connectionString }["Password"];

    private sealed class CopyFixture(Snapshot<Redis> snapshot) : ServiceFixture<Redis>
    {
        protected override Plan<Redis> Describe() => snapshot.Run();
    }
}
