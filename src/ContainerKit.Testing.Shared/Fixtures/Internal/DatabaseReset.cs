using System.Data.Common;

namespace ContainerKit.Testing.Fixtures;

/// <summary>The execution of SQL with the database driver of the caller.</summary>
internal static class DatabaseReset
{
    public static async Task RunAsync(DbProviderFactory factory, string connectionString, string sql, CancellationToken cancellationToken)
    {
        var connection = factory.CreateConnection()
            ?? throw new ArgumentException("The factory does not create connections. Pass the factory of a driver.", nameof(factory));
        await using (connection.ConfigureAwait(false))
        {
            connection.ConnectionString = connectionString;
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            var command = connection.CreateCommand();
            await using (command.ConfigureAwait(false))
            {
                // The SQL comes from the author of the fixture, not from user input.
#pragma warning disable CA2100
                command.CommandText = sql;
#pragma warning restore CA2100
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
