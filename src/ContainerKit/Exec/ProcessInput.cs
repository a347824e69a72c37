using System.Text;

namespace ContainerKit;

/// <summary>The standard input of a process: text, bytes or a stream. A string converts implicitly.</summary>
public sealed class ProcessInput
{
    private readonly Func<Stream> _open;

    private ProcessInput(Func<Stream> open, bool isOwned)
    {
        _open = open;
        IsOwned = isOwned;
    }

    /// <summary>Creates an input from text, which is sent as UTF-8 without a byte order mark.</summary>
    public static ProcessInput FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new ProcessInput(() => new MemoryStream(Encoding.UTF8.GetBytes(text), writable: false), isOwned: true);
    }

    /// <summary>Creates an input from bytes.</summary>
    public static ProcessInput FromBytes(ReadOnlyMemory<byte> bytes)
    {
        var copy = bytes.ToArray();
        return new ProcessInput(() => new MemoryStream(copy, writable: false), isOwned: true);
    }

    /// <summary>
    /// Creates an input from a stream, read from its current position to its end. The stream remains open; the caller
    /// disposes it. If a plan runs twice, the second run continues at the position that the first run left. Use
    /// <see cref="FromStream(Func{Stream})"/> to open a new stream for each run.
    /// </summary>
    public static ProcessInput FromStream(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new ProcessInput(() => stream, isOwned: false);
    }

    /// <summary>
    /// Creates an input from a function that opens a stream for each run. The stream is disposed after the run.
    /// </summary>
    public static ProcessInput FromStream(Func<Stream> open)
    {
        ArgumentNullException.ThrowIfNull(open);
        return new ProcessInput(open, isOwned: true);
    }

    /// <inheritdoc cref="FromText"/>
    public static implicit operator ProcessInput(string text) => FromText(text);

    internal bool IsOwned { get; }

    internal Stream Open() => _open();
}
