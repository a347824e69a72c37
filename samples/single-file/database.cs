#!/usr/bin/env dotnet
#:package ContainerKit.Services@0.1.0
#:package Npgsql@10.0.3

// A database that exists as long as the program runs.
using ContainerKit.Services;
using Npgsql;

await using var server = await PostgreSql.Run();

await using var database = NpgsqlDataSource.Create(server.ConnectionString);
await using var command = database.CreateCommand(
    "create table parcel (id int, word text); "
    + "insert into parcel values (1, 'one'), (2, 'two'); "
    + "select id, word from parcel order by id desc");
await using var reader = await command.ExecuteReaderAsync();
while (await reader.ReadAsync()) Console.WriteLine($"{reader.GetInt32(0)} {reader.GetString(1)}");
