namespace ContainerKit.Exec;

/// <summary>
/// Reads the output of a process to its end: collects it, redirects it, and passes its lines on, as the targets of both outputs
/// require.
/// </summary>
internal sealed class OutputCollector : IAsyncDisposable
{
    private readonly OutputSink _stdout;
    private readonly OutputSink _stderr;
    private OutputPiece? _held;

    private OutputCollector(OutputSink stdout, OutputSink stderr) => (_stdout, _stderr) = (stdout, stderr);

    /// <summary>The standard output.</summary>
    public CollectedOutput Stdout => _stdout.Collected;

    /// <summary>The standard error.</summary>
    public CollectedOutput Stderr => _stderr.Collected;

    /// <summary>Indicates whether the process has written nothing.</summary>
    public bool IsEmpty => Stdout.TotalLength == 0 && Stderr.TotalLength == 0;

    /// <summary>
    /// Indicates whether the first output is held back, because it may not be output of the process; null for no output. The function is
    /// called again with each piece that follows, together with the pieces before it.
    /// </summary>
    public Func<OutputPiece, bool>? Holds { get; set; }

    /// <summary>The output that was held back to the end; null if there is none.</summary>
    public OutputPiece? Held => _held;

    /// <summary>Opens the targets of both outputs of a container that runs to completion.</summary>
    public static Task<OutputCollector> OpenAsync(string operation, DockerEngineOptions options, CompletionOptions completion) =>
        OpenAsync(operation, options, completion.StandardOutput, completion.StandardError, completion.OnLine);

    /// <summary>Opens the targets of both outputs. The caller disposes the collector, which closes files.</summary>
    /// <param name="operation">Completes the sentence "Could not ...".</param>
    /// <param name="options">The options of the engine, with the limit for the collected bytes.</param>
    /// <param name="stdout">The target of the standard output.</param>
    /// <param name="stderr">The target of the standard error.</param>
    /// <param name="onLine">Receives each line; null for no callback.</param>
    public static async Task<OutputCollector> OpenAsync(
        string operation, DockerEngineOptions options, OutputTarget stdout, OutputTarget stderr, Action<OutputLine>? onLine)
    {
        var first = new OutputSink(operation, OutputSource.Stdout, options.MaximumOutputLength, stdout, onLine);
        try
        {
            return new(first, new OutputSink(operation, OutputSource.Stderr, options.MaximumOutputLength, stderr, onLine));
        }
        catch
        {
            await first.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads the output to its end.</summary>
    /// <exception cref="OutputTooLongException">The output is longer than the limit.</exception>
    public async Task ReadAsync(MultiplexReader reader, CancellationToken cancellationToken)
    {
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { IsEnd: false } piece)
        {
            if (TryHold(piece)) continue;
            await PushHeldAsync(cancellationToken).ConfigureAwait(false);
            await PushAsync(piece, cancellationToken).ConfigureAwait(false);
        }

        if (_held is null) await FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Passes on the output that was held back to the end, which is output of the process.</summary>
    public async Task ReleaseHeldAsync(CancellationToken cancellationToken)
    {
        if (_held is null) return;
        await PushHeldAsync(cancellationToken).ConfigureAwait(false);
        await FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Starts over with the same output from its start. Bytes that were redirected already are not redirected again.
    /// </summary>
    public void Restart()
    {
        _stdout.Restart();
        _stderr.Restart();
    }

    /// <summary>Returns to the output before <see cref="Restart"/>, because it cannot be read again.</summary>
    public void CancelRestart()
    {
        _stdout.CancelRestart();
        _stderr.CancelRestart();
    }

    public async ValueTask DisposeAsync()
    {
        await _stdout.DisposeAsync().ConfigureAwait(false);
        await _stderr.DisposeAsync().ConfigureAwait(false);
    }

    private bool TryHold(OutputPiece piece)
    {
        if (Holds is null || !IsEmpty || (_held is { } held && held.Source != piece.Source)) return false;
        // A copy, because the reader reuses its buffer.
        var output = piece with { Bytes = (byte[])[.. (_held?.Bytes ?? default).Span, .. piece.Bytes.Span] };
        if (!Holds(output)) return false;
        _held = output;
        return true;
    }

    private async ValueTask PushHeldAsync(CancellationToken cancellationToken)
    {
        if (_held is not { } held) return;
        _held = null;
        await PushAsync(held, cancellationToken).ConfigureAwait(false);
    }

    private ValueTask PushAsync(OutputPiece piece, CancellationToken cancellationToken) =>
        (piece.Source == OutputSource.Stderr ? _stderr : _stdout).PushAsync(piece.Bytes, cancellationToken);

    private async Task FinishAsync(CancellationToken cancellationToken)
    {
        await _stdout.FinishAsync(cancellationToken).ConfigureAwait(false);
        await _stderr.FinishAsync(cancellationToken).ConfigureAwait(false);
    }
}
