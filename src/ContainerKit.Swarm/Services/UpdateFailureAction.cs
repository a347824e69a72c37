namespace ContainerKit.Swarm;

/// <summary>The action of the engine when updated tasks fail: the option <c>--update-failure-action</c>.</summary>
public enum UpdateFailureAction
{
    /// <summary>The update is paused. Other tasks keep the previous spec.</summary>
    Pause,

    /// <summary>The update continues.</summary>
    Continue,

    /// <summary>All tasks get the previous spec again. Not available for a rollback itself.</summary>
    Rollback,
}
