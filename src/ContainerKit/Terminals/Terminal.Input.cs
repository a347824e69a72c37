using System.Net.Sockets;
using System.Text;
using ContainerKit.Diagnostics;

namespace ContainerKit;

public sealed partial class Terminal
{
    private static readonly TimeSpan _exitDetectionTimeout = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _sendLock = new(1, 1);
    private bool _isInputClosed;

    /// <summary>Whether the process has an input at all.</summary>
    internal bool HasInput => _process.InputUnavailableReason is null;

    /// <summary>What is written here is the process's input, as it is. Disposing it is <see cref="CloseInputAsync"/>, without a TTY.</summary>
    public Stream Input { get; }

    /// <summary>Sends a text as it is, with no line end added. What is sent at the same time does not mix.</summary>
    /// <exception cref="ProcessExitedException">The process has ended.</exception>
    /// <exception cref="InvalidOperationException">The terminal was detached, its input closed, or the container has none.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, perhaps with a part of it sent: a process that does not read blocks the sending.</exception>
    public Task SendAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return SendAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
    }

    /// <summary>Sends bytes as they are.</summary>
    /// <inheritdoc cref="SendAsync(string, CancellationToken)"/>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        ThrowIfInputUnavailable();
        await _sendLock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
            await _connection.WriteAsync(bytes, both.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            if (cancellationToken.IsCancellationRequested) throw new OperationCanceledException($"Cancelled while sending to {_process.Name}.", e, cancellationToken);
            throw await GetSendFailureAsync(e).ConfigureAwait(false);
        }
        finally
        {
            _sendLock.Release();
        }
    }

    /// <summary>Sends a line: the text and what ends a line, the Enter key with a TTY, and LF without.</summary>
    /// <inheritdoc cref="SendAsync(string, CancellationToken)"/>
    public Task SendLineAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return SendAsync(text + (IsTty ? '\r' : '\n'), cancellationToken);
    }

    /// <summary>Sends an empty line.</summary>
    /// <inheritdoc cref="SendAsync(string, CancellationToken)"/>
    public Task SendLineAsync(CancellationToken cancellationToken = default) => SendLineAsync("", cancellationToken);

    /// <summary>Presses keys, one after the other.</summary>
    /// <inheritdoc cref="SendAsync(string, CancellationToken)"/>
    public Task SendKeysAsync(params Key[] keys) => SendKeysAsync(keys, CancellationToken.None);

    /// <summary>Presses keys, one after the other.</summary>
    /// <inheritdoc cref="SendAsync(string, CancellationToken)"/>
    public Task SendKeysAsync(IReadOnlyList<Key> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Any(key => key is null)) throw new ArgumentException("A key is null.", nameof(keys));
        return SendAsync(string.Concat(keys.Select(key => key.Sequence)), cancellationToken);
    }

    /// <summary>Ends the input: the process sees the end of file when it has read what was sent. Its outputs go on. Quiet when it is closed already.</summary>
    /// <exception cref="InvalidOperationException">
    /// There is a TTY, where a key ends the input (<see cref="Keys.CtrlD"/>), or the container keeps its input open (<see cref="ContainerSpec.StdinOnce"/>).
    /// </exception>
    /// <exception cref="ProcessExitedException">The process has ended.</exception>
    public async Task CloseInputAsync(CancellationToken cancellationToken = default)
    {
        if (_isInputClosed) return;
        ThrowIfInputUnavailable();
        if (IsTty) throw new InvalidOperationException($"With a TTY the input of {_process.Name} is ended by a key: SendKeysAsync(Keys.CtrlD).");
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

    /// <summary>Ends the input where it can be ended, as far as that is still needed.</summary>
    internal async Task CloseInputIfPossibleAsync()
    {
        if (IsTty || _process.InputUnavailableReason is not null || _process.CloseInputUnavailableReason is not null || _isDetached || _isDisposed || HasEnded) return;
        try
        {
            await CloseInputAsync().ConfigureAwait(false);
        }
        catch (ProcessExitedException)
        {
            // Then it reads no more anyway.
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
        // The sending half may break a moment before the reading half tells why.
        await Task.WhenAny(_readLoop, Task.Delay(_exitDetectionTimeout, Time)).ConfigureAwait(false);
        if (_isDetached) return new InvalidOperationException($"The terminal of {_process.Name} was detached while something was being sent.", error);
        return _failure ?? new ProcessExitedException(_exitCode,
            $"Could not send to {_process.Name}: it has ended{DescribeExitCode(_exitCode)}." + ErrorText.Tail("Its last output", Transcript), error);
    }

    private static string DescribeExitCode(int? exitCode) => exitCode is { } code ? $" with exit code {code}{ErrorText.DescribeSignal(code)}" : "";
}
