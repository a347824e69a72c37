using System.Net.Sockets;
using System.Text;
using ContainerKit.Diagnostics;

namespace ContainerKit;

public sealed partial class Terminal
{
    // The time in which the exit of a process is expected to be known after its connection has ended.
    private static readonly TimeSpan _exitDetectionTimeout = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _sendLock = new(1, 1);
    private bool _isInputClosed;

    /// <summary>The number of sends so far.</summary>
    internal int SendCount { get; private set; }

    /// <summary>Indicates whether the process has a standard input.</summary>
    internal bool HasInput => _process.InputUnavailableReason is null;

    /// <summary>The standard input of the process, as bytes.</summary>
    /// <remarks>
    /// Writes are asynchronous only. Without a TTY, disposing the stream closes the input as
    /// <see cref="CloseInputAsync"/> does.
    /// </remarks>
    public Stream Input { get; }

    /// <summary>Sends a text as UTF-8. No line end is added. Concurrent sends are not interleaved.</summary>
    /// <exception cref="ProcessExitedException">The process has exited.</exception>
    /// <exception cref="InvalidOperationException">
    /// The terminal was detached, its input was closed, or the container has no standard input.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// The token was canceled. A part of the text may have been sent: a process that does not read its input blocks the
    /// send.
    /// </exception>
    public Task SendAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return SendAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
    }

    /// <summary>Sends bytes.</summary>
    /// <inheritdoc cref="SendAsync(string, CancellationToken)"/>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        ThrowIfInputUnavailable();
        await _sendLock.WaitAsync(cancellationToken).ConfigureAwait(false);
        SendCount++;
        try
        {
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
            await _connection.WriteAsync(bytes, linked.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            if (cancellationToken.IsCancellationRequested)
                throw new OperationCanceledException($"Canceled while sending to {_process.Name}.", e, cancellationToken);
            throw await GetSendFailureAsync(e).ConfigureAwait(false);
        }
        finally
        {
            _sendLock.Release();
        }
    }

    /// <summary>Sends a text and a line end: CR (the Enter key) with a TTY, LF without one.</summary>
    /// <inheritdoc cref="SendAsync(string, CancellationToken)"/>
    public Task SendLineAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return SendAsync(text + (IsTty ? '\r' : '\n'), cancellationToken);
    }

    /// <summary>Sends an empty line.</summary>
    /// <inheritdoc cref="SendAsync(string, CancellationToken)"/>
    public Task SendLineAsync(CancellationToken cancellationToken = default) => SendLineAsync("", cancellationToken);

    /// <summary>Sends keys in order.</summary>
    /// <inheritdoc cref="SendAsync(string, CancellationToken)"/>
    public Task SendKeysAsync(params Key[] keys) => SendKeysAsync(keys, CancellationToken.None);

    /// <summary>Sends keys in order.</summary>
    /// <inheritdoc cref="SendAsync(string, CancellationToken)"/>
    public Task SendKeysAsync(IReadOnlyList<Key> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Any(key => key is null)) throw new ArgumentException("A key is null.", nameof(keys));
        return SendAsync(string.Concat(keys.Select(key => key.Sequence)), cancellationToken);
    }

    /// <summary>
    /// Closes the input. The process reads the end of file after the input that was sent. Its outputs stay open. Does
    /// nothing if the input is closed already.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// There is a TTY, in which a key ends the input (<see cref="Keys.CtrlD"/>), or the container keeps its input open
    /// (see <see cref="ContainerSpec.StdinOnce"/>).
    /// </exception>
    /// <exception cref="ProcessExitedException">The process has exited.</exception>
    public async Task CloseInputAsync(CancellationToken cancellationToken = default)
    {
        if (_isInputClosed) return;
        ThrowIfInputUnavailable();
        if (IsTty)
        {
            throw new InvalidOperationException(
                $"Could not close the input of {_process.Name}: it has a TTY, in which a key ends the input."
                + " Use SendKeysAsync(Keys.CtrlD).");
        }

        if (_process.CloseInputUnavailableReason is { } reason) throw new InvalidOperationException(reason);
        await _sendLock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isInputClosed) return;
            _isInputClosed = true;
            _connection.CloseWrite();
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            throw await GetSendFailureAsync(e).ConfigureAwait(false);
        }
        finally
        {
            _sendLock.Release();
        }
    }

    /// <summary>Closes the input if it can be closed and the process may still read it.</summary>
    internal async Task CloseInputIfPossibleAsync()
    {
        var canClose = !IsTty && _process.InputUnavailableReason is null && _process.CloseInputUnavailableReason is null;
        if (!canClose || _isDetached || _isDisposed || HasEnded) return;
        try
        {
            await CloseInputAsync().ConfigureAwait(false);
        }
        catch (ProcessExitedException)
        {
            // The process does not read its input any more.
        }
    }

    private void ThrowIfInputUnavailable()
    {
        ThrowIfDetached();
        if (_process.InputUnavailableReason is { } reason) throw new InvalidOperationException(reason);
        if (_isInputClosed) throw new InvalidOperationException($"The input of {_process.Name} has been closed.");
    }

    private async Task<Exception> GetSendFailureAsync(Exception error)
    {
        if (_isDisposed) return new ObjectDisposedException(nameof(Terminal));
        // Sending may fail a moment before the read loop knows the reason.
        await Task.WhenAny(_readLoop, Task.Delay(_exitDetectionTimeout, Time)).ConfigureAwait(false);
        if (_isDetached)
            return new InvalidOperationException($"The terminal of {_process.Name} was detached during the send.", error);
        return _failure ?? new ProcessExitedException(_exitCode,
            $"Could not send to {_process.Name}: it ended{DescribeExitCode(_exitCode)}."
            + ErrorText.Tail("The end of its output", Transcript),
            error);
    }

    private static string DescribeExitCode(int? exitCode) =>
        exitCode is { } code ? $" with {ExitSummary.Describe(code)}" : "";
}
