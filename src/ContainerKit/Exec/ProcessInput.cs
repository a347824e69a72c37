using System.Text;

namespace ContainerKit;

/// <summary>What a process reads on its standard input: a text, bytes or a stream. A string converts by itself.</summary>
public sealed class ProcessInput
{
    private readonly Func<Stream> _open;

    private ProcessInput(Func<Stream> open, bool isOwned)
    {
        _open = open;
        IsOwned = isOwned;
    }

    /// <summary>A text, sent as UTF-8 with nothing added.</summary>
    public static ProcessInput FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new ProcessInput(() => new MemoryStream(Encoding.UTF8.GetBytes(text), writable: false), isOwned: true);
    }

    /// <summary>Bytes as they are.</summary>
    public static ProcessInput FromBytes(ReadOnlyMemory<byte> bytes)
    {
        var copy = bytes.ToArray();
        return new ProcessInput(() => new MemoryStream(copy, writable: false), isOwned: true);
    }

    /// <summary>
    /// A stream, read from where it stands to its end. It stays the caller's and is not disposed; a plan that is run twice finds it
    /// where the first run left it (<see cref="FromStream(Func{Stream})"/> opens a new one each time).
    /// </summary>
    public static ProcessInput FromStream(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new ProcessInput(() => stream, isOwned: false);
    }

    /// <summary>A stream that is opened anew for each run, and disposed after it.</summary>
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
