using System.Runtime.CompilerServices;
using System.Text;
using ContainerKit.Exec;
using ContainerKit.Terminals;

namespace ContainerKit;

public sealed partial class Terminal
{
    private const byte LineEnd = (byte)'\n';
    private const byte Return = (byte)'\r';

    /// <summary>
    /// Standard output as bytes; with a TTY, all output. It goes on where an expectation or lines have stopped, and gives what waits and then the
    /// end, or the error that broke the session off. Reads are asynchronous only. Disposing it does nothing.
    /// </summary>
    /// <remarks>Both outputs come over one connection: whoever reads only one of them is held up once 64 KiB of the other wait. Read both at the same time, or take them together with <see cref="LinesAsync"/>.</remarks>
    public Stream Output { get; }

    /// <summary>Standard error as bytes; with a TTY, nothing.</summary>
    /// <inheritdoc cref="Output"/>
    public Stream Error { get; }

    /// <summary>
    /// Reads both outputs line by line while they come, until the end. Leaving the loop leaves the rest to be read in another way. A line of more than
    /// 64 KiB comes in parts.
    /// </summary>
    /// <exception cref="InvalidOperationException">The output is being read already.</exception>
    /// <exception cref="ContainerKitException">The session broke off.</exception>
    public async IAsyncEnumerable<OutputLine> LinesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var reading = _output.AcquireReader(null);
        var states = new LineState[2];
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            OutputLine? line = null;
            var (isComplete, change) = _output.Access(all =>
            {
                _textBuffer.Return(all);
                line = TakeLine(all, states);
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
            _output.Access(all => last = TakeLast(all, source, states[Index(source)].IsAfterCut));
            if (last is not null) yield return last;
        }

        _output.ThrowIfFailed();
    }

    /// <summary>The line whose output has waited longest, of those that are whole.</summary>
    private OutputLine? TakeLine(OutputBuffer all, LineState[] states)
    {
        var first = all.PeekOldest().Source == OutputSource.Stderr ? OutputSource.Stderr : OutputSource.Stdout;
        foreach (var source in new[] { first, first == OutputSource.Stdout ? OutputSource.Stderr : OutputSource.Stdout })
        {
            ref var state = ref states[Index(source)];
            var bytes = all.GetBytes(source);
            var end = bytes.IndexOf(LineEnd, state.Known);
            // The end of a line whose last part came already is no line of its own.
            if (state.IsAfterCut && (end == 0 || (end == 1 && bytes.IndexOf(Return, 0) == 0)))
            {
                all.Take(source, new byte[end + 1]);
                state.IsAfterCut = false;
                end = bytes.IndexOf(LineEnd, 0);
            }

            state.Known = bytes.Length;
            if (end < 0 && bytes.Length < OutputBuffer.Capacity) continue;
            state = new LineState { IsAfterCut = end < 0 };
            return end < 0 ? Part(all, source) : Line(all, source, end + 1);
        }

        return null;
    }

    // What came after the last line end.
    private OutputLine? TakeLast(OutputBuffer all, OutputSource source, bool isAfterCut)
    {
        var bytes = all.GetBytes(source);
        return bytes.Length == 0 || (isAfterCut && bytes.Length == 1 && bytes.IndexOf(Return, 0) == 0) ? null : Line(all, source, bytes.Length);
    }

    // As much as there is of a line that is too long.
    private OutputLine Part(OutputBuffer all, OutputSource source)
    {
        var waiting = all.GetBytes(source);
        Span<byte> last = stackalloc byte[4];
        var bytes = new byte[waiting.Length - LineSplitter.GetIncompleteTailLength(last[..waiting.Peek(waiting.Length - last.Length, last)])];
        all.Take(source, bytes);
        return Line(source, bytes);
    }

    private OutputLine Line(OutputBuffer all, OutputSource source, int length)
    {
        var bytes = new byte[length];
        all.Take(source, bytes);
        var text = bytes.AsSpan();
        if (text is [.. var withoutEnd, LineEnd]) text = withoutEnd;
        // A terminal ends its lines with CR LF.
        if (text is [.. var withoutReturn, Return]) text = withoutReturn;
        return Line(source, text);
    }

    private OutputLine Line(OutputSource source, ReadOnlySpan<byte> text)
    {
        var decoded = Encoding.UTF8.GetString(text);
        return new OutputLine(source, Options.KeepEscapes ? decoded : AnsiEscapeFilter.Strip(decoded));
    }

    private static int Index(OutputSource source) => source == OutputSource.Stderr ? 1 : 0;

    private struct LineState
    {
        /// <summary>How many bytes are known to hold no line end.</summary>
        public int Known;

        /// <summary>Whether a part of the line has been taken already.</summary>
        public bool IsAfterCut;
    }
}
