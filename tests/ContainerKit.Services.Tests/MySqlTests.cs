using MySqlConnector;

namespace ContainerKit.Services.Tests;

public sealed class MySqlTests : ServiceTest
{
    [DockerFact]
    public async Task MySql_is_usable_by_MySqlConnector()
    {
        var spec = new MySqlSpec { Password = OddPassword, Scripts = ["create table parcel (word text)"] };
        await using var db = await MySql.Run(
            spec with { Image = await RequireImageAsync(spec.Image), Container = Spec() }).ExecuteAsync(Token);

        await using var connection = new MySqlConnection(db.ConnectionString);
        await connection.OpenAsync(Token);
        await using var insert = new MySqlCommand("insert into parcel values ('zwei')", connection);
        (await insert.ExecuteNonQueryAsync(Token)).Should().Be(1);
    }
}
