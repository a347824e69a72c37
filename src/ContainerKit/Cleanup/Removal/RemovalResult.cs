namespace ContainerKit.Cleanup;

/// <summary>The result of a request that removes a resource.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Failure">
/// The failure of the request; null if the resource does not exist any more. Not null for a removal in progress.
/// </param>
internal readonly record struct RemovalResult(RemovalOutcome Outcome, CleanupRequestException? Failure);
