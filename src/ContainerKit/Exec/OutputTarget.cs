using ContainerKit.Exec;

namespace ContainerKit;

/// <summary>
/// The destination of the standard output or the standard error of a process: the result, a stream, a file, a callback, or nowhere.
/// Immutable.
/// </summary>
/// <remarks>
/// Bytes arrive as the process wrote them. While a stream or a callback is busy, the process blocks when its pipe is full. Output that
/// is not collected has no limit, and only its last 64 KiB are held in memory, for error messages.
/// </remarks>
/// <example><code>
/// new ExecSpec("pg_dump", "-Fc", "shop") { StandardOutput = OutputTarget.ToFile("shop.dump") }
/// </code></example>
public sealed class OutputTarget
{
    private const int MaximumPartLength = 512 * 1024 * 1024;

    private readonly string _text;
    private readonly Func<OutputWriter>? _open;

    private OutputTarget(string text, Func<OutputWriter>? open = null) => (_text, _open) = (text, open);

    /// <summary>
    /// Collects the whole output in the result, up to <see cref="DockerEngineOptions.MaximumOutputLength"/>. This is the default.
    /// </summary>
    public static OutputTarget Collect { get; } = new("collected") { FirstLength = int.MaxValue };

    /// <summary>Discards the output.</summary>
    public static OutputTarget Discard { get; } = new("discarded");

    /// <summary>The number of bytes at the start that are collected.</summary>
    internal int FirstLength { get; private init; }

    /// <summary>The number of bytes at the end that are collected.</summary>
    internal int LastLength { get; private init; }

    /// <summary>Indicates whether the result contains the output or a part of it.</summary>
    internal bool IsCollected => FirstLength > 0 || LastLength > 0;

    /// <summary>Indicates whether the output is limited by <see cref="DockerEngineOptions.MaximumOutputLength"/>.</summary>
    internal bool IsLimited => FirstLength == int.MaxValue;

    /// <summary>
    /// Collects the first and the last bytes of the output. Bytes between them are left out;
    /// <see cref="ProcessResult.OmittedStdoutLength"/> is their number, and <see cref="ProcessResult.Stdout"/> has a note in their place.
    /// </summary>
    /// <param name="first">The number of bytes at the start, up to 512 MiB.</param>
    /// <param name="last">The number of bytes at the end, up to 512 MiB.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or too large, or both are 0.</exception>
    public static OutputTarget CollectEnds(int first, int last)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(last);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, MaximumPartLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last, MaximumPartLength);
        return first > 0 || last > 0
            ? new($"first {first} and last {last} bytes") { FirstLength = first, LastLength = last }
            : throw new ArgumentOutOfRangeException(nameof(first), first, "Both numbers are 0. To keep nothing, use OutputTarget.Discard.");
    }

    /// <summary>
    /// Writes the output to a stream, which is flushed at the end and stays open. Both outputs may have the same stream. An exception
    /// of the stream fails the operation.
    /// </summary>
    /// <param name="stream">The stream. The caller disposes it.</param>
    /// <exception cref="ArgumentException">The stream is not writable.</exception>
    public static OutputTarget ToStream(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanWrite) throw new ArgumentException("The stream is not writable.", nameof(stream));
        return new("to a stream", () => new OutputWriter(stream.WriteAsync, stream));
    }

    /// <summary>
    /// Writes the output to a file, which is created before the process starts. The content of an existing file is replaced. After a
    /// failure, the file has the output up to it.
    /// </summary>
    /// <param name="path">The path on this machine. A relative path refers to the current directory.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public static OutputTarget ToFile(string path) => ToFile(path, append: false);

    /// <summary>Writes the output to a file, which is created before the process starts if it does not exist.</summary>
    /// <param name="path">The path on this machine. A relative path refers to the current directory.</param>
    /// <param name="append">Indicates whether the output is added to an existing file instead of replacing its content.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public static OutputTarget ToFile(string path, bool append)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new($"to {path}", () =>
        {
            var file = new FileStream(path, append ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
            return new OutputWriter(file.WriteAsync, file, ownsStream: true);
        });
    }

    /// <summary>Passes the output to a callback in pieces. An exception of the callback fails the operation.</summary>
    /// <param name="write">The callback. The bytes are valid only until it returns.</param>
    public static OutputTarget ToDelegate(Action<ReadOnlyMemory<byte>> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        return new("to a callback", () => new OutputWriter((bytes, _) =>
        {
            write(bytes);
            return ValueTask.CompletedTask;
        }));
    }

    /// <summary>Passes the output to an asynchronous callback in pieces. An exception of the callback fails the operation.</summary>
    /// <param name="write">The callback. The bytes are valid only until its task has completed.</param>
    public static OutputTarget ToDelegate(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        return new("to a callback", () => new OutputWriter(write));
    }

    /// <summary>Returns the destination as display text.</summary>
    public override string ToString() => _text;

    /// <summary>Opens the target of one process; null if the output is not redirected.</summary>
    internal OutputWriter? Open() => _open?.Invoke();
}
