using System.Buffers;
using System.Globalization;
using ContainerKit.Http;

namespace ContainerKit.Exec;

/// <summary>
/// Reads the output of a process to its end. Keeps the bytes, or passes the lines on as they arrive, or both.
/// </summary>
/// <param name="operation">Completes the sentence "Could not ...".</param>
/// <param name="options">The options of the engine, with the limit for the kept bytes.</param>
/// <param name="keep">Indicates whether the bytes are kept.</param>
/// <param name="onLine">Receives each line; null for no callback.</param>
internal sealed class OutputCollector(string operation, DockerEngineOptions options, bool keep, Action<OutputLine>? onLine)
{
    private readonly Sink _stdout = new(operation, OutputSource.Stdout, keep ? options.MaximumOutputLength : null, onLine);
    private readonly Sink _stderr = new(operation, OutputSource.Stderr, keep ? options.MaximumOutputLength : null, onLine);

    public ReadOnlyMemory<byte> Stdout => _stdout.Kept;

    public ReadOnlyMemory<byte> Stderr => _stderr.Kept;

    public bool IsEmpty => Stdout.IsEmpty && Stderr.IsEmpty;

    /// <summary>Reads the output to its end.</summary>
    /// <exception cref="OutputTooLongException">The output is longer than the limit.</exception>
    public async Task ReadAsync(MultiplexReader reader, CancellationToken cancellationToken)
    {
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { IsEnd: false } piece)
            (piece.Source == OutputSource.Stderr ? _stderr : _stdout).Push(piece.Bytes.Span);
        _stdout.Finish();
        _stderr.Finish();
    }

    private sealed class Sink(string operation, OutputSource source, int? limit, Action<OutputLine>? onLine)
    {
        private readonly ArrayBufferWriter<byte> _kept = new();
        private readonly LineSplitter? _lines = onLine is null ? null : new LineSplitter();

        public ReadOnlyMemory<byte> Kept => _kept.WrittenMemory;

        public void Push(ReadOnlySpan<byte> bytes)
        {
            if (limit is { } maximum) Keep(bytes, maximum);
            _lines?.Push(bytes, Emit);
        }

        public void Finish() => _lines?.Finish(Emit);

        private void Keep(ReadOnlySpan<byte> bytes, int maximum)
        {
            if (bytes.Length > maximum - _kept.WrittenCount) throw TooLong($"more than {Format(maximum)} bytes", inner: null);
            try
            {
                _kept.Write(bytes);
            }
            catch (OutOfMemoryException e)
            {
                throw TooLong($"more than the {Format(_kept.WrittenCount)} bytes that fit the memory of this process", e);
            }
        }

        private OutputTooLongException TooLong(string length, Exception? inner)
        {
            var name = source == OutputSource.Stderr ? "error" : "output";
            return new OutputTooLongException(
                limit!.Value,
                $"Could not {operation}: its standard {name} has {length}, the limit for an output that is held in memory. "
                    + "Redirect the output to a file in the container, or process it line by line: "
                    + "ExecSpec.OnLine with KeepOutput = false, or Container.LogsAsync. "
                    + $"{nameof(DockerEngineOptions)}.{nameof(DockerEngineOptions.MaximumOutputLength)} sets the limit.",
                inner);
        }

        private void Emit(string text) => UserCallback.Run(onLine!, new OutputLine(source, text));

        private static string Format(int bytes) => bytes.ToString("N0", CultureInfo.InvariantCulture);
    }
}
