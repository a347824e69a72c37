using System.Data.Common;

namespace ContainerKit.Testing.Fixtures;

/// <summary>Runs SQL over whatever client the caller has.</summary>
internal static class DatabaseReset
{
    public static async Task RunAsync(DbProviderFactory factory, string connectionString, string sql, CancellationToken cancellationToken)
    {
        var connection = factory.CreateConnection() ?? throw new ArgumentException($"{factory.GetType().Name} makes no connections.", nameof(factory));
        await using (connection.ConfigureAwait(false))
        {
            connection.ConnectionString = connectionString;
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            var command = connection.CreateCommand();
            await using (command.ConfigureAwait(false))
            {
                // The fixture's author writes it; it is no user's input.
#pragma warning disable CA2100
                command.CommandText = sql;
#pragma warning restore CA2100
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
