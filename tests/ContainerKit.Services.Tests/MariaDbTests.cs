using System.Data.Common;
using MySqlConnector;

namespace ContainerKit.Services.Tests;

public sealed class MariaDbTests : ServiceTest
{
    [DockerFact]
    public async Task MariaDb_is_usable_by_MySqlConnector_and_from_another_container()
    {
        await using var network = await Network.Create().ExecuteAsync(Token);
        await using var db = await MariaDb.Run(new MariaDbSpec
        {
            Container = Spec() with { Networks = [network] },
            Database = "my_shop",
            Password = OddPassword,
            Scripts = ["create table parcel (id int primary key, word text); insert into parcel values (1, 'one');"],
        }).ExecuteAsync(Token);

        await using (var source = new MySqlDataSource(db.ConnectionString))
        {
            await using var insert = source.CreateCommand("insert into parcel values (2, 'zwei')");
            (await insert.ExecuteNonQueryAsync(Token)).Should().Be(1);
            await using var select = source.CreateCommand("select group_concat(word order by id separator ' ') from parcel");
            (await select.ExecuteScalarAsync(Token)).Should().Be("one zwei");
        }

        var inside = new DbConnectionStringBuilder { ConnectionString = db.InternalConnectionString };
        var password = new Dictionary<string, string> { ["MYSQL_PWD"] = (string)inside["Password"] };
        string[] count =
            ["mariadb", "-h", (string)inside["Server"], "-P", (string)inside["Port"], "-u", (string)inside["User ID"],
            "-BN", "-e", "select count(*) from parcel", (string)inside["Database"]];
        (await RunInNetworkAsync(network, "mariadb:10.11", password, count)).Should().Be("2\n");
    }
}
