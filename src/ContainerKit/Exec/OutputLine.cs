namespace ContainerKit;

/// <summary>One line of a process's output, without its line end.</summary>
/// <param name="Source">Where it was written to.</param>
/// <param name="Text">The line, decoded as UTF-8; a byte that is not UTF-8 becomes U+FFFD.</param>
/// <param name="Timestamp">When the engine received it, where timestamps were asked for.</param>
public sealed record OutputLine(OutputSource Source, string Text, DateTimeOffset? Timestamp = null)
{
    /// <summary>The line's text.</summary>
    public override string ToString() => Text;
}
