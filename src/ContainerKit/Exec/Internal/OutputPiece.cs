namespace ContainerKit.Exec;

/// <summary>
/// A piece of output. Its bytes are valid until the next read. An empty piece is the end of the output.
/// </summary>
/// <param name="Source">The output that the bytes belong to.</param>
/// <param name="Bytes">The bytes.</param>
/// <param name="IsFrameStart">
/// Indicates whether the piece is the first of its frame. Always false with a TTY, which has no frames.
/// </param>
internal readonly record struct OutputPiece(OutputSource Source, ReadOnlyMemory<byte> Bytes, bool IsFrameStart)
{
    /// <summary>Indicates whether the output has ended.</summary>
    public bool IsEnd => Bytes.IsEmpty;
}
