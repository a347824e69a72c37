using System.Text;

namespace ContainerKit;

/// <summary>The standard input of a process: text, bytes or a stream. A string converts implicitly.</summary>
public sealed class ProcessInput
{
    private readonly Func<Stream> _open;

    private ProcessInput(Func<Stream> open, bool isRepeatable)
    {
        _open = open;
        IsRepeatable = isRepeatable;
    }

    /// <summary>Creates an input from text, which is sent as UTF-8 without a byte order mark.</summary>
    public static ProcessInput FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new ProcessInput(() => new MemoryStream(Encoding.UTF8.GetBytes(text), writable: false), isRepeatable: true);
    }

    /// <summary>Creates an input from bytes.</summary>
    public static ProcessInput FromBytes(ReadOnlyMemory<byte> bytes)
    {
        var copy = bytes.ToArray();
        return new ProcessInput(() => new MemoryStream(copy, writable: false), isRepeatable: true);
    }

    /// <summary>
    /// Creates an input from a stream, read from its current position to its end. The stream remains open; the caller
    /// disposes it. If a plan runs twice, the second run continues at the position that the first run left. Use
    /// <see cref="FromStream(Func{Stream})"/> to open a new stream for each run.
    /// </summary>
    public static ProcessInput FromStream(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new ProcessInput(() => stream, isRepeatable: false);
    }

    /// <summary>
    /// Creates an input from a function that opens a stream for each run. The stream is disposed after the run.
    /// </summary>
    public static ProcessInput FromStream(Func<Stream> open)
    {
        ArgumentNullException.ThrowIfNull(open);
        return new ProcessInput(open, isRepeatable: true);
    }

    /// <inheritdoc cref="FromText"/>
    public static implicit operator ProcessInput(string text) => FromText(text);

    /// <summary>
    /// Indicates whether each run reads the same input from its start: text, bytes, or a function that opens a stream.
    /// False for a stream, which can be read only once.
    /// </summary>
    public bool IsRepeatable { get; }

    /// <summary>
    /// Opens the input. The caller disposes the stream if the input <see cref="IsRepeatable"/>; otherwise it is the
    /// stream that was passed to <see cref="FromStream(Stream)"/>.
    /// </summary>
    public Stream Open() => _open();
}
