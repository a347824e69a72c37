#!/usr/bin/env dotnet
#:package ContainerKit@0.1.0
#:package Npgsql@10.0.3

// A database that exists as long as the program runs.
using ContainerKit;
using Npgsql;

string ConnectionString(PortAddress address) => $"Host={address.Host};Port={address.Port};Username=postgres;Password=secret";

await using var server = await Image.Pull("postgres:15").Run(new ContainerSpec
{
    Environment = new Dictionary<string, string> { ["POSTGRES_PASSWORD"] = "secret" },
    Publish = [5432],
    Wait = Wait.ForDatabase(NpgsqlFactory.Instance, 5432, ConnectionString),
});

await using var database = NpgsqlDataSource.Create(ConnectionString(await server.GetPublishedPortAsync(5432)));
await using var command = database.CreateCommand(
    "create table parcel (id int, word text); "
    + "insert into parcel values (1, 'one'), (2, 'two'); "
    + "select id, word from parcel order by id desc");
await using var reader = await command.ExecuteReaderAsync();
while (await reader.ReadAsync()) Console.WriteLine($"{reader.GetInt32(0)} {reader.GetString(1)}");
