namespace ContainerKit;

/// <summary>What a container's health check says.</summary>
public enum HealthStatus
{
    /// <summary>It has none.</summary>
    None,

    /// <summary>Not known yet.</summary>
    Starting,

    /// <summary>The last check passed.</summary>
    Healthy,

    /// <summary>So many checks failed in a row that it is given up.</summary>
    Unhealthy,
}
