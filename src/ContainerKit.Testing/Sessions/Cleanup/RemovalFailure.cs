namespace ContainerKit.Testing.Sessions;

/// <summary>The reason why a resource could not be removed.</summary>
/// <param name="Reason">The engine's message, or the failure of the request.</param>
/// <param name="IsInProgress">Indicates whether another client is removing the resource.</param>
internal sealed record RemovalFailure(string Reason, bool IsInProgress)
{
    public override string ToString() => Reason;
}
