using System.Data.Common;

namespace ContainerKit.Waiting;

/// <summary>
/// Whether a database lets somebody in. The connection string holds a password as a rule: neither it nor anything that its driver says of
/// it comes into a message as it is.
/// </summary>
internal sealed class DatabaseProbe(Wait wait, WaitSession session, DbProviderFactory factory, Func<CancellationToken, Task<string?>> connectionString) : Probe
{
    public override async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        string? text = null;
        try
        {
            text = await CancellableCallback.RunAsync(connectionString, session.Time, cancellationToken).ConfigureAwait(false);
            if (text is null) return "the container does not run";
            return await CancellableCallback.RunAsync(token => OpenAsync(text, token), session.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested
            && e is not (EngineUnavailableException or ContainerNotFoundException or WaitOutcomeException))
        {
            return $"{e.GetType().Name}: {Secrets.Without(text, e.Message)}";
        }
    }

    private async Task<string?> OpenAsync(string text, CancellationToken cancellationToken)
    {
        var connection = factory.CreateConnection()
            ?? throw WaitOutcomeException.Impossible(wait, $"{factory.GetType().Name} makes no connections");
        await using (connection.ConfigureAwait(false))
        {
            connection.ConnectionString = text;
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
    }
}
