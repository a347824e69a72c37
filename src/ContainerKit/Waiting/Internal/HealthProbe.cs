using ContainerKit.Json;

namespace ContainerKit.Waiting;

/// <summary>
/// Checks whether the container's health check reports healthy. A container that becomes unhealthy during the wait has used
/// up the retries of its health check, so the wait fails. A container that was unhealthy from the start may still recover.
/// </summary>
internal sealed class HealthProbe(Wait wait, WaitSession session) : Probe
{
    private bool _hasHadOtherStatus;

    public override async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        var json = (await session.RefreshSnapshotAsync(cancellationToken).ConfigureAwait(false)).Json;
        var health = json.GetPropertyOrDefault("State").GetPropertyOrDefault("Health");
        switch (health.GetStringOrEmpty("Status"))
        {
            case "healthy":
                return null;
            case "unhealthy" when _hasHadOtherStatus:
                throw WaitOutcomeException.Impossible(wait, "the container turned unhealthy");
            case "unhealthy":
                return "unhealthy";
            case "" or "none" when !HealthReading.HasCheck(json):
                throw WaitOutcomeException.Impossible(
                    wait,
                    $"neither the container nor its image {session.Container.Image} has a health check. "
                    + "Add one, or wait for a port, a log line or a command instead");
            case var status:
                _hasHadOtherStatus = true;
                return status.Length == 0 ? "no health yet" : status;
        }
    }
}
