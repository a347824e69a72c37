using System.Data.Common;
using MySqlConnector;

namespace ContainerKit.Services.Tests;

public sealed class MariaDbTests : ServiceTest
{
    [EngineFact]
    public async Task MySqlConnector_writes_and_reads_back_and_so_does_another_container()
    {
        await using var network = await NetworkAsync();
        await using var db = await MariaDb.Run(new MariaDbSpec
        {
            Container = network.Join(Spec()),
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
        (await AskFromInsideAsync(network, "mariadb:10.11", new Dictionary<string, string> { ["MYSQL_PWD"] = (string)inside["Password"] }, "mariadb", "--batch", "--skip-column-names",
            $"--host={inside["Server"]}", $"--port={inside["Port"]}", $"--user={inside["User ID"]}", $"--database={inside["Database"]}", "-e", "select count(*) from parcel")).Should().Be("2\n");
    }
}
