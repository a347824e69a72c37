namespace ContainerKit.Exec;

/// <summary>A piece of output; its bytes are valid until the next read. An empty piece is the end.</summary>
/// <param name="IsFrameStart">Whether it is the first of its frame; never with a TTY, which has none.</param>
internal readonly record struct OutputPiece(OutputSource Source, ReadOnlyMemory<byte> Bytes, bool IsFrameStart)
{
    public bool IsEnd => Bytes.IsEmpty;
}
