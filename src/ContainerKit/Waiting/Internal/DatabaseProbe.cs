using System.Data.Common;
using ContainerKit.Diagnostics;

namespace ContainerKit.Waiting;

/// <summary>
/// Checks whether a database accepts a connection. The connection string usually contains a password, so it is removed from
/// the driver's messages.
/// </summary>
internal sealed class DatabaseProbe(
    Wait wait, WaitSession session, DbProviderFactory factory, Func<CancellationToken, Task<string?>> getConnectionString) : Probe
{
    public override async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        string? connectionString = null;
        try
        {
            connectionString = await CancellableCallback.RunAsync(getConnectionString, session.Time, cancellationToken)
                .ConfigureAwait(false);
            if (connectionString is null) return "the container is not running";
            return await CancellableCallback.RunAsync(token => OpenAsync(connectionString, token), session.Time, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested
            && e is not (EngineUnavailableException or ContainerNotFoundException or WaitOutcomeException))
        {
            return $"{e.GetType().Name}: {Redaction.ForConnectionString(connectionString).Redact(e.Message)}";
        }
    }

    private async Task<string?> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        var connection = factory.CreateConnection()
            ?? throw WaitOutcomeException.Impossible(wait, $"{factory.GetType().Name} creates no connections");
        await using (connection.ConfigureAwait(false))
        {
            connection.ConnectionString = connectionString;
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
    }
}
