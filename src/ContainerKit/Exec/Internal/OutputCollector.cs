using System.Buffers;
using ContainerKit.Http;

namespace ContainerKit.Exec;

/// <summary>
/// Reads the output of a process to its end. Keeps the bytes, or passes the lines on as they arrive, or both.
/// </summary>
/// <param name="keep">Indicates whether the bytes are kept.</param>
/// <param name="onLine">Receives each line; null for no callback.</param>
internal sealed class OutputCollector(bool keep, Action<OutputLine>? onLine)
{
    private readonly Sink _stdout = new(OutputSource.Stdout, keep, onLine);
    private readonly Sink _stderr = new(OutputSource.Stderr, keep, onLine);

    public ReadOnlyMemory<byte> Stdout => _stdout.Kept;

    public ReadOnlyMemory<byte> Stderr => _stderr.Kept;

    public bool IsEmpty => Stdout.IsEmpty && Stderr.IsEmpty;

    public async Task ReadAsync(MultiplexReader reader, CancellationToken cancellationToken)
    {
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { IsEnd: false } piece)
            (piece.Source == OutputSource.Stderr ? _stderr : _stdout).Push(piece.Bytes.Span);
        _stdout.Finish();
        _stderr.Finish();
    }

    private sealed class Sink(OutputSource source, bool keep, Action<OutputLine>? onLine)
    {
        private readonly ArrayBufferWriter<byte> _kept = new();
        private readonly LineSplitter? _lines = onLine is null ? null : new LineSplitter();

        public ReadOnlyMemory<byte> Kept => _kept.WrittenMemory;

        public void Push(ReadOnlySpan<byte> bytes)
        {
            if (keep) _kept.Write(bytes);
            _lines?.Push(bytes, Emit);
        }

        public void Finish() => _lines?.Finish(Emit);

        private void Emit(string text) => UserCallback.Run(onLine!, new OutputLine(source, text));
    }
}
