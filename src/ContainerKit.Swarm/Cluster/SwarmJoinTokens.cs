namespace ContainerKit.Swarm;

/// <summary>
/// The tokens with which engines join a swarm. They are secrets: an engine that has one can join. <see cref="ToString"/> omits them.
/// </summary>
public sealed class SwarmJoinTokens
{
    internal SwarmJoinTokens(string worker, string manager)
    {
        Worker = worker;
        Manager = manager;
    }

    /// <summary>The token with which an engine joins as a worker.</summary>
    public string Worker { get; }

    /// <summary>The token with which an engine joins as a manager.</summary>
    public string Manager { get; }

    /// <summary>Returns the token for a role.</summary>
    public string For(NodeRole role) => role == NodeRole.Manager ? Manager : Worker;

    /// <summary>Returns a text without the tokens.</summary>
    public override string ToString() => "join tokens ***";
}
