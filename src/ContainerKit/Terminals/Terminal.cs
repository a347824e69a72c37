using ContainerKit.Exec;
using ContainerKit.Http;
using ContainerKit.Terminals;

namespace ContainerKit;

/// <summary>
/// An interactive session with a process in a container: sends input, reads output, and gets the exit code.
/// </summary>
/// <remarks>
/// <para>
/// Created by <see cref="Container.OpenTerminalAsync(string[])"/>,
/// <see cref="Container.AttachAsync(CancellationToken)"/> or
/// <see cref="Container.StartAttachedAsync(CancellationToken)"/>. The caller disposes it.
/// </para>
/// <para>
/// Sending and reading may run concurrently. Each output has one reader at a time. Output that is not read is buffered,
/// up to 64 KiB for each output. After that the process blocks until its output is read.
/// </para>
/// </remarks>
/// <example><code>
/// await using var terminal = await container.OpenTerminalAsync("bash");
/// await terminal.ExpectAsync("# ");
/// await terminal.SendLineAsync("tty");
/// </code></example>
public sealed partial class Terminal : IAsyncDisposable
{
    private readonly object _lock = new();
    private readonly TerminalProcess _process;
    private readonly HijackedStream _connection;
    private readonly OutputBuffer _output = new();
    private readonly OutputHistory _history = new();
    private readonly TextBuffer _textBuffer;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _readLoop;
    private Exception? _failure;
    private int? _exitCode;
    private bool _isDetached;
    private Task? _closed;
    private Task? _disposal;
    private volatile bool _hasEnded;
    private volatile bool _isDisposed;

    private Terminal(TerminalConnection connection)
    {
        _process = connection.Process;
        _connection = connection.Stream;
        Options = connection.Options;
        IsTty = connection.Tty;
        Size = Options.Size;
        _textBuffer = new TextBuffer(Options.KeepEscapes);
        Output = new TerminalOutputStream(_output, OutputSource.Stdout, _textBuffer);
        Error = new TerminalOutputStream(_output, OutputSource.Stderr, _textBuffer);
        Input = new TerminalInputStream(SendAsync, CloseInputIfPossibleAsync);
        _readLoop = ReadConnectionAsync();
    }

    /// <summary>The container that the process runs in. Disposing the terminal does not dispose it.</summary>
    public Container Container => Container.From(_process.Container);

    /// <summary>
    /// Indicates whether the process has a TTY: one merged output, CR LF line ends, a size, and keys that send signals.
    /// </summary>
    public bool IsTty { get; }

    /// <summary>The size that was set last. It has no meaning without a TTY.</summary>
    public TerminalSize Size { get; private set; }

    /// <summary>
    /// Indicates whether the output has ended: the process exited or closed its outputs, or the terminal was detached
    /// or disposed.
    /// </summary>
    public bool HasEnded => _hasEnded;

    /// <summary>
    /// The exit code of the process; null until the output has ended. <see cref="WaitAsync"/> waits for it.
    /// </summary>
    public int? ExitCode => _exitCode;

    /// <summary>The last 64 KiB of the output so far, read or not, as text without escape sequences.</summary>
    public string Transcript => _history.GetText();

    internal TerminalOptions Options { get; }

    /// <summary>
    /// Indicates whether the process is the main process of the container, which receives the signals to the container.
    /// </summary>
    internal bool IsMainProcess => _process is ContainerMainProcess;

    private TimeProvider Time => _process.Container.Engine.Options.TimeProvider;

    /// <summary>Waits until the process has exited.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="EngineUnavailableException">The connection to the engine was lost.</exception>
    /// <remarks>
    /// <para>
    /// This does not read the output. A process with more output than the buffers hold does not exit until its output
    /// is read, for example with <see cref="ExpectEndAsync(CancellationToken)"/>.
    /// </para>
    /// <para>
    /// Engine API: <c>GET /exec/{id}/json</c>, or <c>POST /containers/{id}/wait</c> for the main process of a
    /// container.
    /// </para>
    /// </remarks>
    public async Task<int> WaitAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        try
        {
            await _readLoop.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException($"Canceled while waiting for {_process.Name} to exit.", e, cancellationToken);
        }

        ThrowIfDisposed();
        if (_failure is not null && !_isDetached) _output.ThrowIfFailed();
        return _exitCode ??= await _process.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Detaches from the process, which continues to run. Readers get the end of the output.</summary>
    /// <remarks>The input of an exec without a TTY is closed, as by the Docker CLI.</remarks>
    public Task DetachAsync()
    {
        ThrowIfDisposed();
        _isDetached = true;
        return CloseAsync();
    }

    /// <summary>Closes the session. Kills the process of an exec and its child processes.</summary>
    /// <remarks>
    /// The main process of a container continues to run. Disposing twice has no effect. This does not throw: a process
    /// that cannot be killed is logged as a warning.
    /// </remarks>
    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            // Set first: blocked calls that the disposal releases check this flag for the reason.
            _isDisposed = true;
            _disposal ??= DisposeOnceAsync();
        }

        return new ValueTask(_disposal);
    }

    /// <summary>The process on one line.</summary>
    public override string ToString() =>
        $"terminal of {_process.Name}{(_exitCode is { } code ? $", ended with exit code {code}" : _isDetached ? ", detached" : "")}";

    /// <summary>Creates the terminal of a process when its connection is open, and sets its initial size.</summary>
    internal static async Task<Terminal> OpenAsync(Task<TerminalConnection> connecting, CancellationToken cancellationToken)
    {
        var terminal = new Terminal(await connecting.ConfigureAwait(false));
        // Sent even if the start request of an exec had the size: the engine responds when the process has started, so a
        // missing command is detected here.
        if (terminal.IsTty) await terminal.SetInitialSizeAsync(cancellationToken).ConfigureAwait(false);
        return terminal;
    }

    private async Task<int?> GetExitCodeOrNullAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _process.GetExitCodeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ContainerKitException or OperationCanceledException)
        {
            // The reader gets the failure of the connection, or the terminal was detached or disposed.
            return null;
        }
    }

    private async Task DisposeOnceAsync()
    {
        _output.Abandon(new ObjectDisposedException(nameof(Terminal)));
        await CloseAsync().ConfigureAwait(false);
        if (!_isDetached && _exitCode is null) await _process.ReleaseAsync().ConfigureAwait(false);
        _process.Dispose();
        _closing.Dispose();
    }

    private Task CloseAsync()
    {
        lock (_lock) return _closed ??= CloseOnceAsync();
    }

    private async Task CloseOnceAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
        await _readLoop.ConfigureAwait(false);
    }

    /// <summary>
    /// Reads the connection to its end, independent of the callers, so that its failure is known at once.
    /// </summary>
    private async Task ReadConnectionAsync()
    {
        using var reader = new MultiplexReader(_connection, IsTty) { MergesFrames = true };
        try
        {
            var reading = EngineRequest.Get("", _process.Operation) with { Secrets = _process.Secrets };
            await _process.Container.Engine.ReadToEndAsync(reading, async token =>
            {
                while (await reader.ReadAsync(token).ConfigureAwait(false) is { IsEnd: false } piece)
                {
                    _history.Append(piece.Bytes.Span);
                    await _output.WriteAsync(piece.Source, piece.Bytes, token).ConfigureAwait(false);
                }
            }, _closing.Token).ConfigureAwait(false);
            // The end of the stream does not show why it ended, so the exit code is requested from the engine.
            _exitCode = await _process.GetExitCodeAsync(_closing.Token).ConfigureAwait(false);
            if (_exitCode is { } code) _failure = _process.GetStartFailure(code, () => _history.GetText());
        }
        catch (Exception e) when (e is OperationCanceledException && _closing.IsCancellationRequested)
        {
            // The terminal was detached or disposed.
        }
        catch (EngineUnavailableException e) when (_process.Container.Engine.Quirks.ResetsExecWithUnreadInput)
        {
            // Not a failure if the process has exited.
            _exitCode = await GetExitCodeOrNullAsync(_closing.Token).ConfigureAwait(false);
            if (_exitCode is null && !_closing.IsCancellationRequested) _failure = e;
        }
        catch (Exception e)
        {
            _failure = e;
        }

        // Set first: a reader that gets the end may look at it at once.
        _hasEnded = true;
        _output.Complete(_failure);
        // Cancels a blocked send: the process does not read its input any more.
        if (!_closing.IsCancellationRequested) await _closing.CancelAsync().ConfigureAwait(false);
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, this);

    private void ThrowIfDetached()
    {
        ThrowIfDisposed();
        if (_isDetached)
            throw new InvalidOperationException($"The terminal of {_process.Name} was detached. Open or attach another one.");
    }
}
