using System.Net;

namespace ContainerKit.Swarm.Services;

/// <summary>
/// Repeats a request while the managers of the swarm elect a leader. A request fails with an error of the status 500 or 503 then.
/// </summary>
internal sealed class TransientFailures(TimeProvider time)
{
    // A manager starts an election 10 to 20 seconds after it has lost the leader, and fails if another one has newer entries of the log.
    // With two managers left, 37 seconds were observed until the right one had started an election.
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _delay = TimeSpan.FromMilliseconds(500);

    // Errors of the raft node and of the connection between managers. A swarm that has lost its quorum for good has the same ones,
    // hence the limit of time.
    private static readonly string[] _texts =
    [
        "does not have a leader", "context deadline exceeded", "lost leader", "no elected primary", "code = Unavailable",
        "raft: failed to process the request", "connection refused", "no elected cluster leader", "code = DeadlineExceeded",
        "Manager is being prepared or has trouble connecting",
    ];

    /// <summary>Runs a request that may be repeated. Gives up after 60 seconds without an answer.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> request, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await request().ConfigureAwait(false);
            }
            catch (EngineApiException e) when (IsTransient(e) && time.GetElapsedTime(started) < _limit)
            {
                await Task.Delay(_delay, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Indicates whether an error is one of a swarm that has no leader at the moment.</summary>
    public static bool IsTransient(EngineApiException e) =>
        e.StatusCode is HttpStatusCode.InternalServerError or HttpStatusCode.ServiceUnavailable
        && _texts.Any(text => e.EngineMessage.Contains(text, StringComparison.OrdinalIgnoreCase));
}
