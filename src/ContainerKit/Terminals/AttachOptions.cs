namespace ContainerKit;

/// <summary>How to attach to a container's own process. Immutable.</summary>
public sealed record AttachOptions : TerminalOptions
{
    /// <summary>The options on one line.</summary>
    public override string ToString() => $"attach {Size}";
}
