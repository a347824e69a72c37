namespace ContainerKit.Cleanup;

/// <summary>The outcome of a request that removes a resource.</summary>
internal enum RemovalOutcome
{
    /// <summary>The engine has removed the resource.</summary>
    Removed,

    /// <summary>There is no such resource.</summary>
    NotFound,

    /// <summary>The engine is already removing the resource, for another request.</summary>
    InProgress,

    /// <summary>Another resource uses the resource, usually a container.</summary>
    InUse,

    /// <summary>The engine reported another error, or did not respond.</summary>
    Failed,
}
