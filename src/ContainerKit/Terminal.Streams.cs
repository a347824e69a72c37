using System.Runtime.CompilerServices;
using System.Text;
using ContainerKit.Terminals;

namespace ContainerKit;

public sealed partial class Terminal
{
    private const byte LineEnd = (byte)'\n';

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
        using var reading = _output.Read(null);
        var searched = new int[2];
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            OutputLine? line = null;
            var (isComplete, change) = _output.Look(all =>
            {
                _window.Return(all);
                line = TakeLine(all, searched);
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
            _output.Look(all => last = all.BytesOf(source).Length is > 0 and var length ? Line(all, source, length) : null);
            if (last is not null) yield return last;
        }

        _output.ThrowIfFailed();
    }

    /// <summary>The line whose output has waited longest, of those that are whole.</summary>
    /// <param name="searched">How many bytes of each output are known to hold no line end.</param>
    private OutputLine? TakeLine(OutputBuffer all, int[] searched)
    {
        var first = all.Oldest().Source == OutputSource.Stderr ? OutputSource.Stderr : OutputSource.Stdout;
        foreach (var source in new[] { first, first == OutputSource.Stdout ? OutputSource.Stderr : OutputSource.Stdout })
        {
            ref var known = ref searched[source == OutputSource.Stderr ? 1 : 0];
            var bytes = all.BytesOf(source);
            var end = bytes.IndexOf(LineEnd, known);
            known = bytes.Length;
            if (end < 0 && bytes.Length < OutputBuffer.Capacity) continue;
            known = 0;
            return Line(all, source, end < 0 ? bytes.Length : end + 1);
        }

        return null;
    }

    private OutputLine Line(OutputBuffer all, OutputSource source, int length)
    {
        var bytes = new byte[length];
        all.Take(source, bytes);
        var text = bytes.AsSpan();
        if (text is [.. var withoutEnd, LineEnd]) text = withoutEnd;
        // A terminal ends its lines with CR LF.
        if (text is [.. var withoutReturn, (byte)'\r']) text = withoutReturn;
        var decoded = Encoding.UTF8.GetString(text);
        return new OutputLine(source, Options.KeepEscapes ? decoded : EscapeFilter.Strip(decoded));
    }
}
