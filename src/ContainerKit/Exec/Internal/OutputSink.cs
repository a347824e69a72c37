using System.Globalization;
using ContainerKit.Http;

namespace ContainerKit.Exec;

/// <summary>Receives one output of a process: collects it, redirects it, and splits it into lines.</summary>
/// <param name="operation">Completes the sentence "Could not ...".</param>
/// <param name="source">The output.</param>
/// <param name="limit">The longest output that is collected.</param>
/// <param name="target">The target of the output.</param>
/// <param name="onLine">Receives each line; null for no callback.</param>
internal sealed class OutputSink(
    string operation, OutputSource source, int limit, OutputTarget target, Action<OutputLine>? onLine) : IAsyncDisposable
{
    private readonly OutputWriter? _writer = target.Open();
    private readonly LineSplitter? _lines = onLine is null ? null : new LineSplitter();
    private CollectedOutput? _previous;
    private long _passedOn;
    private long _toSkip;

    /// <summary>The bytes that are held in memory.</summary>
    public CollectedOutput Collected { get; private set; } = Create(target);

    /// <summary>Adds bytes.</summary>
    /// <exception cref="OutputTooLongException">The output is longer than the limit.</exception>
    /// <exception cref="UserCallbackException">The target or the callback failed.</exception>
    public ValueTask PushAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        Collect(bytes.Span);
        if (_toSkip > 0)
        {
            var skipped = (int)Math.Min(_toSkip, bytes.Length);
            _toSkip -= skipped;
            bytes = bytes[skipped..];
        }

        _passedOn += bytes.Length;
        _lines?.Push(bytes.Span, Emit);
        return _writer is null || bytes.IsEmpty ? ValueTask.CompletedTask : WriteAsync(_writer, bytes, cancellationToken);
    }

    /// <summary>Completes the last line and the target.</summary>
    public Task FinishAsync(CancellationToken cancellationToken)
    {
        _lines?.Finish(Emit);
        return _writer is null
            ? Task.CompletedTask
            : UserCallback.RunAsync(() => _writer.FlushAsync(cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Collects the output from its start again. Bytes that were passed on already are not passed on again.
    /// </summary>
    public void Restart()
    {
        _previous = Collected;
        Collected = Create(target);
        _toSkip = _passedOn;
    }

    /// <summary>Returns to the output before <see cref="Restart"/>, because it cannot be read again.</summary>
    public void CancelRestart() => Collected = _previous ?? Collected;

    public ValueTask DisposeAsync() => _writer?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static ValueTask WriteAsync(OutputWriter writer, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        new(UserCallback.RunAsync(() => writer.WriteAsync(bytes, cancellationToken).AsTask(), cancellationToken));

    private static CollectedOutput Create(OutputTarget target) => target.IsCollected
        ? new CollectedOutput(target.FirstLength, target.LastLength)
        : new CollectedOutput(0, CollectedOutput.MessageLength) { IsResult = false };

    private void Collect(ReadOnlySpan<byte> bytes)
    {
        if (target.IsLimited && bytes.Length > limit - Collected.TotalLength)
            throw CreateTooLongException($"more than {Format(limit)} bytes", inner: null);
        try
        {
            Collected.Append(bytes);
        }
        catch (OutOfMemoryException e)
        {
            throw CreateTooLongException($"more than the {Format(Collected.Length)} bytes that fit the memory of this process", e);
        }
    }

    private OutputTooLongException CreateTooLongException(string length, Exception? inner)
    {
        var (name, option) = source == OutputSource.Stderr ? ("error", "StandardError") : ("output", "StandardOutput");
        return new OutputTooLongException(
            limit,
            $"Could not {operation}: its standard {name} has {length}, the limit for an output that is held in memory. "
                + $"Redirect it with {option} = OutputTarget.ToFile(...) or OutputTarget.ToStream(...), keep its ends with "
                + "OutputTarget.CollectEnds(...), or process it line by line: ExecSpec.OnLine with KeepOutput = false, "
                + "or Container.LogsAsync. "
                + $"{nameof(DockerEngineOptions)}.{nameof(DockerEngineOptions.MaximumOutputLength)} sets the limit.",
            inner);
    }

    private void Emit(string text) => UserCallback.Run(onLine!, new OutputLine(source, text));

    private static string Format(int bytes) => bytes.ToString("N0", CultureInfo.InvariantCulture);
}
