<Query Kind="Statements">
  <NuGetReference>ContainerKit.Services</NuGetReference>
  <NuGetReference>Npgsql</NuGetReference>
  <Namespace>ContainerKit</Namespace>
  <Namespace>ContainerKit.Services</Namespace>
  <Namespace>Npgsql</Namespace>
  <Namespace>System.Threading.Tasks</Namespace>
</Query>

// A database that exists as long as the query runs.
await using var server = await PostgreSql.Run().ExecuteAsync(QueryCancelToken);
server.Container.Dump("the server");

await using var database = NpgsqlDataSource.Create(server.ConnectionString);
await using var command = database.CreateCommand(
    "create table parcel (id int, word text); "
    + "insert into parcel values (1, 'one'), (2, 'two'); "
    + "select id, word from parcel order by id desc");
await using var reader = await command.ExecuteReaderAsync(QueryCancelToken);

var rows = new List<object>();
while (await reader.ReadAsync(QueryCancelToken)) rows.Add(new { Id = reader.GetInt32(0), Word = reader.GetString(1) });
rows.Dump("rows");
