namespace ContainerKit;

public sealed partial class Terminal
{
    /// <summary>
    /// Sets the size of the TTY. The process receives SIGWINCH. Does nothing if the process has exited.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no TTY, or the terminal was detached.</exception>
    /// <remarks>Engine API: <c>POST /exec/{id}/resize</c>, <c>POST /containers/{id}/resize</c>.</remarks>
    public async Task ResizeAsync(TerminalSize size, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(size);
        ThrowIfDetached();
        if (!IsTty)
        {
            throw new InvalidOperationException($"Could not resize the terminal of {_process.Name}: it has no TTY."
                + " Set TerminalSpec.Tty, or create the container with ContainerSpec.Tty.");
        }

        if (HasEnded) return;
        try
        {
            await _process.ResizeAsync(size, cancellationToken).ConfigureAwait(false);
            Size = size;
        }
        catch (EngineApiException)
        {
            // Engines report different errors if the process has exited, so its exit code decides.
            if (!HasEnded && await _process.GetExitCodeAsync(cancellationToken).ConfigureAwait(false) is null) throw;
        }
    }

    /// <summary>Sets the initial size, or throws if the process could not be started.</summary>
    /// <remarks>The terminal is disposed before an exception is thrown.</remarks>
    private async Task SetInitialSizeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SendInitialSizeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await DisposeAsync().ConfigureAwait(false);
            if (e is OperationCanceledException && cancellationToken.IsCancellationRequested)
                throw new OperationCanceledException($"Canceled while opening the terminal of {_process.Name}.", e, cancellationToken);
            throw;
        }
    }

    private async Task SendInitialSizeAsync(CancellationToken cancellationToken)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        try
        {
            await _process.ResizeAsync(Size, linked.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested
            && (e is EngineApiException || _closing.IsCancellationRequested))
        {
            // A process that has exited already needs no size.
            if (e is EngineApiException && !_closing.IsCancellationRequested
                && await GetExitCodeOrNullAsync(cancellationToken).ConfigureAwait(false) is not (126 or 127))
                return;
            // The output of a process that could not be started is only the error, which fits into the buffer. So the
            // read loop ends.
            await Task.WhenAny(_readLoop, Task.Delay(_exitDetectionTimeout, Time, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (_failure is not null) throw _failure;
        }
    }
}
