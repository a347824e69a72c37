using Npgsql;

namespace ContainerKit.Engine.Tests.Verbs.Waits;

/// <summary>A database is ready when it lets its driver in, tried with PostgreSQL.</summary>
public sealed class DatabaseWaitTests : EngineTest
{
    private const string Password = "correct horse";

    [DockerFact]
    public async Task Database_wait_ends_when_the_database_accepts_a_connection()
    {
        await using var postgres = await Image.Pull("postgres:15").Run(Spec() with
        {
            Publish = [5432],
            Environment = new Dictionary<string, string> { ["POSTGRES_PASSWORD"] = Password },
            Wait = Wait.ForDatabase(NpgsqlFactory.Instance, 5432, at => ConnectionString(at, Password)),
        });

        var address = await postgres.GetPublishedPortAsync(5432, Token);
        await using var connection = new NpgsqlConnection(ConnectionString(address, Password));
        await connection.OpenAsync(Token);
        await using var query = new NpgsqlCommand("select 1", connection);
        (await query.ExecuteScalarAsync(Token)).Should().Be(1);

        await postgres.WaitForAsync(Wait.ForDatabase(NpgsqlFactory.Instance, async (it, token) => ConnectionString(await it.GetPublishedPortAsync(5432, token), Password)), Token);
        await WrongPasswordAsync(postgres);
        await MalformedAsync(postgres);
    }

    // The driver's words come along, the password does not.
    private static async Task WrongPasswordAsync(Container postgres)
    {
        var wait = Wait.ForDatabase(NpgsqlFactory.Instance, 5432, at => ConnectionString(at, "battery staple")).WithTimeout(TimeSpan.FromSeconds(1));

        var failure = await postgres.Awaiting(it => it.WaitForAsync(wait, Token)).Should().ThrowAsync<WaitTimeoutException>();

        failure.Which.LastResult.Should().Contain("authentication failed");
        failure.Which.ToString().Should().NotContain("battery");
    }

    private static async Task MalformedAsync(Container postgres)
    {
        var wait = Wait.ForDatabase(NpgsqlFactory.Instance, 5432, _ => "postgres://me:battery staple@host/db").WithTimeout(TimeSpan.FromSeconds(0.3));

        var failure = await postgres.Awaiting(it => it.WaitForAsync(wait, Token)).Should().ThrowAsync<WaitTimeoutException>();

        failure.Which.ToString().Should().NotContain("battery").And.NotContain("staple");
    }

    // Without a pool: the container goes, and its port may come again with another one behind it.
    private static string ConnectionString(PortAddress at, string password) =>
        $"Host={at.Host};Port={at.Port};Username=postgres;Password={password};Pooling=false";
}
