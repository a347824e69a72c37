namespace ContainerKit.Swarm;

/// <summary>A line of the log of a service, with the task that wrote it.</summary>
/// <param name="Source">The output that the line was written to.</param>
/// <param name="Text">The text without the line end, decoded as UTF-8.</param>
/// <param name="TaskId">The id of the task.</param>
/// <param name="Slot">The slot of the task. 0 for a global service, and if the task is not known anymore.</param>
/// <param name="NodeId">The id of the node.</param>
/// <param name="Node">The host name of the node. Empty if the node was removed.</param>
/// <param name="Timestamp">The time when the node received the line. Null unless timestamps were requested.</param>
public sealed record ServiceLogLine(
    OutputSource Source, string Text, string TaskId, int Slot, string NodeId, string Node, DateTimeOffset? Timestamp = null)
{
    /// <summary>Returns the slot, the node and the text of the line.</summary>
    public override string ToString() => $"{Slot}@{Node} | {Text}";
}
