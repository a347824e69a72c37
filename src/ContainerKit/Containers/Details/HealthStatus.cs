namespace ContainerKit;

/// <summary>The status of a container's health check.</summary>
public enum HealthStatus
{
    /// <summary>The container has no health check.</summary>
    None,

    /// <summary>The status is not known yet.</summary>
    Starting,

    /// <summary>The last check passed.</summary>
    Healthy,

    /// <summary>The number of consecutive failures has reached the retry limit.</summary>
    Unhealthy,
}
