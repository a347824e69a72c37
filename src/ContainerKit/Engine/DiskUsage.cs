namespace ContainerKit;

/// <summary>How much room on disk the things of one kind take.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Active">How many of them are in use.</param>
/// <param name="Bytes">How much they take, in bytes.</param>
/// <param name="ReclaimableBytes">How much of it a prune can free, in bytes.</param>
public sealed record DiskUsage(int Count, int Active, long Bytes, long ReclaimableBytes)
{
    /// <summary>The figures on one line.</summary>
    public override string ToString() => $"{Count} ({Active} in use), {Bytes} bytes ({ReclaimableBytes} reclaimable)";
}
