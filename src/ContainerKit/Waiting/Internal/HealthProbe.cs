using ContainerKit.Json;

namespace ContainerKit.Waiting;

/// <summary>
/// Whether the container's health check says healthy. One that turns unhealthy has used up the retries that its image gives it: that ends
/// the wait. One that was unhealthy already when the wait began may be about to recover.
/// </summary>
internal sealed class HealthProbe(Wait wait, WaitSession session) : Probe
{
    private bool _wasOtherwise;

    public override async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        var json = (await session.RefreshSnapshotAsync(cancellationToken).ConfigureAwait(false)).Json;
        var health = json.GetPropertyOrDefault("State").GetPropertyOrDefault("Health");
        switch (health.GetStringOrEmpty("Status"))
        {
            case "healthy":
                return null;
            case "unhealthy" when _wasOtherwise:
                throw WaitOutcomeException.Impossible(wait, "the container turned unhealthy");
            case "unhealthy":
                return "unhealthy";
            case "" or "none" when !HealthReading.HasCheck(json):
                throw WaitOutcomeException.Impossible(wait,
                    $"neither the container nor its image {session.Container.Image} has a health check. Give it one, or wait for a port, a log line or a command instead");
            case var status:
                _wasOtherwise = true;
                return status.Length == 0 ? "no health yet" : status;
        }
    }
}
