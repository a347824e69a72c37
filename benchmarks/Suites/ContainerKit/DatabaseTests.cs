using Npgsql;

namespace Suite.Databases;

public abstract class DatabaseTests(Database database) : IClassFixture<Database>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Inserted_rows_are_read_back()
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var create = source.CreateCommand("create table parcel (id int primary key, word text)");
        await create.ExecuteNonQueryAsync(Token);
        await using var insert = source.CreateCommand("insert into parcel select i, 'word ' || i from generate_series(1, 100) i");
        Assert.Equal(100, await insert.ExecuteNonQueryAsync(Token));
        await using var select = source.CreateCommand("select word from parcel where id = 42");
        Assert.Equal("word 42", await select.ExecuteScalarAsync(Token));
    }

    [Fact]
    public async Task A_rolled_back_table_does_not_exist()
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(Token);
        await using (var transaction = await connection.BeginTransactionAsync(Token))
        {
            await using var create = new NpgsqlCommand("create table draft (id int)", connection, transaction);
            await create.ExecuteNonQueryAsync(Token);
            await transaction.RollbackAsync(Token);
        }

        await using var count = new NpgsqlCommand("select count(*) from pg_tables where tablename = 'draft'", connection);
        Assert.Equal(0L, await count.ExecuteScalarAsync(Token));
    }
}

public sealed class Tests01(Database database) : DatabaseTests(database);

public sealed class Tests02(Database database) : DatabaseTests(database);

public sealed class Tests03(Database database) : DatabaseTests(database);

public sealed class Tests04(Database database) : DatabaseTests(database);

public sealed class Tests05(Database database) : DatabaseTests(database);

public sealed class Tests06(Database database) : DatabaseTests(database);

public sealed class Tests07(Database database) : DatabaseTests(database);

public sealed class Tests08(Database database) : DatabaseTests(database);

public sealed class Tests09(Database database) : DatabaseTests(database);

public sealed class Tests10(Database database) : DatabaseTests(database);

public sealed class Tests11(Database database) : DatabaseTests(database);

public sealed class Tests12(Database database) : DatabaseTests(database);

public sealed class Tests13(Database database) : DatabaseTests(database);

public sealed class Tests14(Database database) : DatabaseTests(database);

public sealed class Tests15(Database database) : DatabaseTests(database);

public sealed class Tests16(Database database) : DatabaseTests(database);

public sealed class Tests17(Database database) : DatabaseTests(database);

public sealed class Tests18(Database database) : DatabaseTests(database);

public sealed class Tests19(Database database) : DatabaseTests(database);

public sealed class Tests20(Database database) : DatabaseTests(database);
