<Query Kind="Statements">
  <NuGetReference>ContainerKit</NuGetReference>
  <NuGetReference>Npgsql</NuGetReference>
  <Namespace>ContainerKit</Namespace>
  <Namespace>Npgsql</Namespace>
  <Namespace>System.Threading.Tasks</Namespace>
</Query>

// A database that exists as long as the query runs.
string ConnectionString(PortAddress address) => $"Host={address.Host};Port={address.Port};Username=postgres;Password=secret";

await using var server = await Image.Pull("postgres:15")
    .Run(new ContainerSpec
    {
        Environment = new Dictionary<string, string> { ["POSTGRES_PASSWORD"] = "secret" },
        Publish = [5432],
        Wait = Wait.ForDatabase(NpgsqlFactory.Instance, 5432, ConnectionString),
    })
    .ExecuteAsync(QueryCancelToken);
server.Dump("the server");

await using var database = NpgsqlDataSource.Create(ConnectionString(await server.GetPublishedPortAsync(5432, QueryCancelToken)));
await using var command = database.CreateCommand(
    "create table parcel (id int, word text); "
    + "insert into parcel values (1, 'one'), (2, 'two'); "
    + "select id, word from parcel order by id desc");
await using var reader = await command.ExecuteReaderAsync(QueryCancelToken);

var rows = new List<object>();
while (await reader.ReadAsync(QueryCancelToken)) rows.Add(new { Id = reader.GetInt32(0), Word = reader.GetString(1) });
rows.Dump("rows");
