using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit.Waiting;

/// <summary>
/// Checks whether the container's health check reports healthy. A container that becomes unhealthy during the wait has used
/// up the retries of its health check, so the wait fails. A container that was unhealthy from the start may still recover.
/// </summary>
/// <remarks>
/// Docker also reports a container as unhealthy when it exits or is paused, because it stops the health check then. Source:
/// <c>CloseMonitorChannel</c> in https://github.com/moby/moby/blob/v20.10.24/container/health.go. So the status counts only
/// if the container runs and the health check has failed as often as its retries allow.
/// </remarks>
internal sealed class HealthProbe(Wait wait, WaitSession session) : Probe
{
    // The number of retries of a health check that sets none; see "HEALTHCHECK" in
    // https://docs.docker.com/reference/dockerfile/#healthcheck.
    private const int DefaultRetries = 3;

    private bool _hasHadOtherStatus;

    public override async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        var json = (await session.RefreshSnapshotAsync(cancellationToken).ConfigureAwait(false)).Json;
        var state = json.GetPropertyOrDefault("State");
        // ExitWatcher decides whether an exit is final.
        if (state.GetPropertyOrDefault("Running").ValueKind == JsonValueKind.False) return "the container is not running";
        if (state.GetBooleanOrDefault("Paused")) return "the container is paused";
        var health = state.GetPropertyOrDefault("Health");
        switch (health.GetStringOrEmpty("Status"))
        {
            case "healthy":
                return null;
            case "unhealthy" when _hasHadOtherStatus && IsVerdict(json, health):
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

    private static bool IsVerdict(JsonElement json, JsonElement health)
    {
        var retries = json.GetPropertyOrDefault("Config").GetPropertyOrDefault("Healthcheck").GetInt64OrDefault("Retries");
        return health.GetStringOrEmpty("FailingStreak").Length == 0
            || health.GetInt64OrDefault("FailingStreak") >= (retries > 0 ? retries : DefaultRetries);
    }
}
