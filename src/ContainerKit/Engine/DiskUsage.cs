namespace ContainerKit;

/// <summary>The disk usage of one kind of resource.</summary>
/// <param name="Count">The number of resources.</param>
/// <param name="Active">The number of resources in use.</param>
/// <param name="Bytes">The disk space that they use, in bytes.</param>
/// <param name="ReclaimableBytes">The disk space that a prune can free, in bytes.</param>
public sealed record DiskUsage(int Count, int Active, long Bytes, long ReclaimableBytes)
{
    /// <summary>Returns the values on one line.</summary>
    public override string ToString() => $"{Count} ({Active} in use), {Bytes} bytes ({ReclaimableBytes} reclaimable)";
}
