namespace ContainerKit;

/// <summary>A line of a process's output, without the line end.</summary>
/// <param name="Source">The output that the line was written to.</param>
/// <param name="Text">The text, decoded as UTF-8. An invalid byte becomes U+FFFD.</param>
/// <param name="Timestamp">
/// The time when the engine received the line, rounded down to 100 nanoseconds. Null unless timestamps were requested.
/// </param>
public sealed record OutputLine(OutputSource Source, string Text, DateTimeOffset? Timestamp = null)
{
    /// <summary>Returns the text of the line.</summary>
    public override string ToString() => Text;
}
