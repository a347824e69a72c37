namespace ContainerKit;

/// <summary>The options for attaching to the main process of a container. Immutable.</summary>
public sealed record AttachOptions : TerminalOptions
{
    /// <summary>The options on one line.</summary>
    public override string ToString() => $"attach {Size}";
}
