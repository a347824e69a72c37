using Npgsql;

namespace ContainerKit.Engine.Tests.Waiting;

/// <summary>Tests <c>Wait.ForDatabase</c> with PostgreSQL.</summary>
public sealed class DatabaseWaitTests : EngineTest
{
    [DockerFact]
    public async Task Database_wait_ends_when_the_database_accepts_a_connection()
    {
        await using var postgres = await Image.Pull("postgres:15").Run(Spec() with
        {
            Publish = [5432],
            Environment = new Dictionary<string, string> { ["POSTGRES_PASSWORD"] = PlantedSecrets.DatabasePassword },
            Wait = Wait.ForDatabase(NpgsqlFactory.Instance, 5432, address => ConnectionString(address, PlantedSecrets.DatabasePassword)),
        });

        var address = await postgres.GetPublishedPortAsync(5432, Token);
        await using var connection = new NpgsqlConnection(ConnectionString(address, PlantedSecrets.DatabasePassword));
        await connection.OpenAsync(Token);
        await using var query = new NpgsqlCommand("select 1", connection);
        (await query.ExecuteScalarAsync(Token)).Should().Be(1);

        await postgres.WaitForAsync(
            Wait.ForDatabase(NpgsqlFactory.Instance, async (it, token) =>
            ConnectionString(await it.GetPublishedPortAsync(5432, token), PlantedSecrets.DatabasePassword)), Token);
        await ShouldRejectWrongPasswordAsync(postgres);
        await ShouldRejectMalformedConnectionStringAsync(postgres);
    }

    // The error contains the message of the driver and not the password.
    private static async Task ShouldRejectWrongPasswordAsync(Container postgres)
    {
        var wait = Wait
            .ForDatabase(NpgsqlFactory.Instance, 5432, address => ConnectionString(address, PlantedSecrets.WrongDatabasePassword))
            .WithTimeout(TimeSpan.FromSeconds(3));

        var failure = await postgres.Awaiting(it => it.WaitForAsync(wait, Token)).Should().ThrowAsync<WaitTimeoutException>();

        failure.Which.LastResult.Should().Contain("authentication failed");
        failure.Which.ToString().Should().NotContain(PlantedSecrets.WrongDatabasePassword);
    }

    private static async Task ShouldRejectMalformedConnectionStringAsync(Container postgres)
    {
        var wait = Wait
            .ForDatabase(NpgsqlFactory.Instance, 5432, _ => $"postgres://me:{PlantedSecrets.WrongDatabasePassword} staple@host/db")
            .WithTimeout(TimeSpan.FromSeconds(0.3));

        var failure = await postgres.Awaiting(it => it.WaitForAsync(wait, Token)).Should().ThrowAsync<WaitTimeoutException>();

        failure.Which.ToString().Should().NotContain(PlantedSecrets.WrongDatabasePassword).And.NotContain("staple");
    }

    // Pooling is off, because another container may later use the same port.
    private static string ConnectionString(PortAddress address, string password) =>
        $"Host={address.Host};Port={address.Port};Username=postgres;Password={password};Pooling=false";
}
