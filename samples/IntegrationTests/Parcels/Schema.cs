using Npgsql;

namespace Parcels;

/// <summary>Creates the tables from the SQL files in the folder Migrations.</summary>
public static class Schema
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Migrations");

    /// <summary>Runs the migrations that were not run yet, in the order of their names, in one transaction.</summary>
    public static async Task MigrateAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

        // If several instances start at once, one runs the migrations and the others wait.
        await ExecuteAsync("select pg_advisory_xact_lock(hashtext('migration'))");
        await ExecuteAsync("create table if not exists migration (name text primary key, applied_at timestamptz not null default now())");
        foreach (var file in Directory.GetFiles(Folder, "*.sql").Order(StringComparer.Ordinal))
        {
            if (await ExecuteAsync("insert into migration (name) values ($1) on conflict do nothing", Path.GetFileName(file)) == 1)
                await ExecuteAsync(await File.ReadAllTextAsync(file, cancellationToken));
        }

        await transaction.CommitAsync(cancellationToken);

        async Task<int> ExecuteAsync(string sql, params object[] values)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            foreach (var value in values) command.Parameters.AddWithValue(value);
            return await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
