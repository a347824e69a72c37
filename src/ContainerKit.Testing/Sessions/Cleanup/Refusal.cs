namespace ContainerKit.Testing.Sessions;

/// <summary>Why something is not gone.</summary>
/// <param name="Reason">In the engine's words, or what became of the request.</param>
/// <param name="IsOnItsWay">Whether somebody else has it removed at this moment.</param>
internal sealed record RemovalFailure(string Reason, bool IsOnItsWay)
{
    public override string ToString() => Reason;
}
