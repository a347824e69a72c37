namespace ContainerKit.Swarm;

/// <summary>The order of the old and the new task in an update: the option <c>--update-order</c>.</summary>
public enum UpdateOrder
{
    /// <summary>The old task is stopped before the new one starts.</summary>
    StopFirst,

    /// <summary>The new task is started before the old one stops.</summary>
    StartFirst,
}
