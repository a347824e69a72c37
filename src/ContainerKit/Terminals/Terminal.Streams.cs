using System.Runtime.CompilerServices;
using System.Text;
using ContainerKit.Exec;
using ContainerKit.Terminals;

namespace ContainerKit;

public sealed partial class Terminal
{
    private const byte LineEnd = (byte)'\n';
    private const byte Return = (byte)'\r';

    /// <summary>The standard output of the process, as bytes; with a TTY, all its output.</summary>
    /// <remarks>
    /// <para>
    /// The stream continues after the last match or line. At its end it throws the error of the session, if there is
    /// one. Reads are asynchronous only. Disposing the stream has no effect.
    /// </para>
    /// <para>
    /// Both outputs share one connection. A caller that reads only one of them is blocked when 64 KiB of the other are
    /// buffered. Read both at the same time, or use <see cref="LinesAsync"/>.
    /// </para>
    /// </remarks>
    public Stream Output { get; }

    /// <summary>The standard error of the process, as bytes; always empty with a TTY.</summary>
    /// <inheritdoc cref="Output"/>
    public Stream Error { get; }

    /// <summary>Reads the lines of both outputs as they arrive, until the end of the output.</summary>
    /// <exception cref="InvalidOperationException">The output is being read already.</exception>
    /// <exception cref="ContainerKitException">
    /// The session failed: the connection was lost, or the container was removed.
    /// </exception>
    /// <remarks>
    /// After the loop is left early, other methods can read the rest. A line of more than 64 KiB is returned in parts.
    /// </remarks>
    public async IAsyncEnumerable<OutputLine> LinesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var reading = _output.AcquireReader(null);
        var states = new LineState[2];
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            OutputLine? line = null;
            var (isComplete, change) = _output.Access(buffer =>
            {
                _textBuffer.Return(buffer);
                line = TakeLine(buffer, states);
            });
            if (line is not null)
            {
                yield return line;
                continue;
            }

            if (isComplete) break;
            await change.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        foreach (var source in new[] { OutputSource.Stdout, OutputSource.Stderr })
        {
            OutputLine? last = null;
            _output.Access(buffer => last = TakeLast(buffer, source, states[Index(source)].IsContinuation));
            if (last is not null) yield return last;
        }

        _output.ThrowIfFailed();
    }

    /// <summary>
    /// Takes a complete line, preferably from the output with the oldest byte; null if there is none.
    /// </summary>
    private OutputLine? TakeLine(OutputBuffer buffer, LineState[] states)
    {
        var first = buffer.PeekOldest().Source == OutputSource.Stderr ? OutputSource.Stderr : OutputSource.Stdout;
        foreach (var source in new[] { first, first == OutputSource.Stdout ? OutputSource.Stderr : OutputSource.Stdout })
        {
            ref var state = ref states[Index(source)];
            var bytes = buffer.GetBytes(source);
            var end = bytes.IndexOf(LineEnd, state.SearchedLength);
            // After the last part of a long line, its line end is not another line.
            if (state.IsContinuation && (end == 0 || (end == 1 && bytes.IndexOf(Return, 0) == 0)))
            {
                buffer.Take(source, new byte[end + 1]);
                state.IsContinuation = false;
                end = bytes.IndexOf(LineEnd, 0);
            }

            state.SearchedLength = bytes.Length;
            if (end < 0 && bytes.Length < OutputBuffer.Capacity) continue;
            state = new LineState { IsContinuation = end < 0 };
            return end < 0 ? TakePart(buffer, source) : TakeLine(buffer, source, end + 1);
        }

        return null;
    }

    // Takes the text after the last line end.
    private OutputLine? TakeLast(OutputBuffer buffer, OutputSource source, bool isContinuation)
    {
        var bytes = buffer.GetBytes(source);
        var isEmpty = bytes.Length == 0 || (isContinuation && bytes.Length == 1 && bytes.IndexOf(Return, 0) == 0);
        return isEmpty ? null : TakeLine(buffer, source, bytes.Length);
    }

    // Takes a part of a line that is too long for the buffer.
    private OutputLine TakePart(OutputBuffer buffer, OutputSource source)
    {
        var waiting = buffer.GetBytes(source);
        Span<byte> tail = stackalloc byte[4];
        tail = tail[..waiting.Peek(waiting.Length - tail.Length, tail)];
        var bytes = new byte[waiting.Length - LineSplitter.GetIncompleteTailLength(tail)];
        buffer.Take(source, bytes);
        return CreateLine(source, bytes);
    }

    private OutputLine TakeLine(OutputBuffer buffer, OutputSource source, int length)
    {
        var bytes = new byte[length];
        buffer.Take(source, bytes);
        var text = bytes.AsSpan();
        if (text is [.. var withoutEnd, LineEnd]) text = withoutEnd;
        // With a TTY, lines end with CR LF.
        if (text is [.. var withoutReturn, Return]) text = withoutReturn;
        return CreateLine(source, text);
    }

    private OutputLine CreateLine(OutputSource source, ReadOnlySpan<byte> text)
    {
        var decoded = Encoding.UTF8.GetString(text);
        return new OutputLine(source, Options.KeepEscapes ? decoded : AnsiEscapeFilter.Strip(decoded));
    }

    private static int Index(OutputSource source) => source == OutputSource.Stderr ? 1 : 0;

    private struct LineState
    {
        /// <summary>The number of bytes that were searched for a line end before.</summary>
        public int SearchedLength;

        /// <summary>Indicates whether a part of the line was returned before.</summary>
        public bool IsContinuation;
    }
}
