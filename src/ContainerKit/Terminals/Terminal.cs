using ContainerKit.Exec;
using ContainerKit.Http;
using ContainerKit.Terminals;

namespace ContainerKit;

/// <summary>
/// A session with a process in a container: what is sent to it, what it writes, and its exit code. It comes from
/// <see cref="Container.OpenTerminalAsync(string[])"/>, <see cref="Container.AttachAsync(CancellationToken)"/> or <see cref="Container.StartAttachedAsync(CancellationToken)"/>,
/// and belongs to whoever opened it. Sending and reading may go on at the same time; of readers there is one at a time.
/// </summary>
/// <remarks>
/// What nobody reads waits: up to 64 KiB of each output here, some more in the connection, and then the process itself waits
/// until it is read.
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
    private volatile bool _isDisposed;

    internal Terminal(TerminalProcess process, HijackedStream connection, bool tty, TerminalOptions options)
    {
        _process = process;
        _connection = connection;
        _textBuffer = new TextBuffer(options.KeepEscapes);
        Options = options;
        IsTty = tty;
        Size = options.Size;
        Output = new TerminalOutputStream(_output, OutputSource.Stdout, _textBuffer);
        Error = new TerminalOutputStream(_output, OutputSource.Stderr, _textBuffer);
        Input = new TerminalInputStream(this);
        _readLoop = ReadConnectionAsync();
    }

    /// <summary>The container the process runs in. The terminal does not own it.</summary>
    public Container Container => Container.From(_process.Container);

    /// <summary>Whether the process has a terminal: one merged output, CR LF line ends, a size, keys that are signals.</summary>
    public bool IsTty { get; }

    /// <summary>The size it was given last. Without a TTY it means nothing.</summary>
    public TerminalSize Size { get; private set; }

    /// <summary>Whether the output has come to its end: the process has ended, or closed its outputs, or the terminal was let go of.</summary>
    public bool HasEnded => _readLoop.IsCompleted;

    /// <summary>The exit code, once the output's end has told it; null before. <see cref="WaitAsync"/> waits for it.</summary>
    public int? ExitCode => _exitCode;

    /// <summary>The end of all output so far, up to 64 KiB, as text without escape sequences, whoever has read it or not.</summary>
    public string Transcript => _history.GetText();

    internal TerminalOptions Options { get; }

    /// <summary>Whether it is the container's own process, which the container's signals go to.</summary>
    internal bool IsMainProcess => _process is ContainerMainProcess;

    private TimeProvider Time => _process.Container.Engine.Options.TimeProvider;

    /// <summary>
    /// Waits until the process has ended. It does not read the output: a process that writes much and is not read does not end.
    /// <see cref="ExpectEndAsync(CancellationToken)"/> reads the rest away.
    /// </summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="EngineUnavailableException">The engine was lost.</exception>
    /// <remarks>Engine API: <c>GET /exec/{id}/json</c>, or <c>POST /containers/{id}/wait</c> for a container's own process.</remarks>
    public async Task<int> WaitAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        try
        {
            await _readLoop.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException($"Cancelled while waiting for the end of {_process.Name}.", e, cancellationToken);
        }

        ThrowIfDisposed();
        if (_failure is not null && !_isDetached) _output.ThrowIfFailed();
        return _exitCode ??= await _process.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tells the process's terminal of a new size; programs that fill the screen draw it anew. Quiet when the process has ended.</summary>
    /// <exception cref="InvalidOperationException">There is no TTY, or the terminal was detached.</exception>
    /// <remarks>Engine API: <c>POST /exec/{id}/resize</c>, <c>POST /containers/{id}/resize</c>.</remarks>
    public async Task ResizeAsync(TerminalSize size, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(size);
        ThrowIfDetached();
        if (!IsTty) throw new InvalidOperationException($"{_process.Name} has no TTY, and so no size. Open it with TerminalSpec.Tty, or make the container with ContainerSpec.Tty.");
        if (HasEnded) return;
        try
        {
            await _process.ResizeAsync(size, cancellationToken).ConfigureAwait(false);
            Size = size;
        }
        catch (EngineApiException)
        {
            // Each engine refuses the size of a process that is gone in words of its own.
            if (!HasEnded && await _process.GetExitCodeAsync(cancellationToken).ConfigureAwait(false) is null) throw;
        }
    }

    /// <summary>
    /// Lets go of the process, which goes on running. Readers see the end. A process without a TTY that an exec started sees the end of its
    /// input, as with the docker command.
    /// </summary>
    public Task DetachAsync()
    {
        ThrowIfDisposed();
        _isDetached = true;
        return CloseAsync();
    }

    /// <summary>
    /// Closes the session at once. A process that an exec started is ended, with what it has started; a container's own process goes on, since the
    /// container has an owner. Quiet when it is disposed twice. It never throws: a process that cannot be ended is logged as a warning.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            // Said first: whoever is freed by the disposal looks for the reason while it is still at work.
            _isDisposed = true;
            _disposal ??= DisposeOnceAsync();
        }

        return new ValueTask(_disposal);
    }

    /// <summary>The process on one line.</summary>
    public override string ToString() => $"terminal of {_process.Name}{(_exitCode is { } code ? $", ended with exit code {code}" : _isDetached ? ", detached" : "")}";

    /// <summary>Gives the terminal its first size. A process that never began has none: its end, and what it died of, is then seen instead.</summary>
    internal async Task SetInitialSizeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SendInitialSizeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await DisposeAsync().ConfigureAwait(false);
            if (e is OperationCanceledException && cancellationToken.IsCancellationRequested)
                throw new OperationCanceledException($"Cancelled while opening the terminal of {_process.Name}.", e, cancellationToken);
            throw;
        }
    }

    private async Task SendInitialSizeAsync(CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        try
        {
            await _process.ResizeAsync(Size, over.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && (e is EngineApiException || _closing.IsCancellationRequested))
        {
            // A process that is done already has no use for a size.
            if (e is EngineApiException && !_closing.IsCancellationRequested && await GetExitCodeOrNullAsync(cancellationToken).ConfigureAwait(false) is not (126 or 127)) return;
            // One that could not be started at all has written why, and nothing else, which needs no reader to come to its end.
            await Task.WhenAny(_readLoop, Task.Delay(_exitDetectionTimeout, Time, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (_failure is not null) throw _failure;
        }
    }

    private async Task<int?> GetExitCodeOrNullAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _process.GetExitCodeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ContainerKitException)
        {
            // Whoever reads will be told.
            return null;
        }
    }

    private async Task DisposeOnceAsync()
    {
        _output.Abandon(new ObjectDisposedException(nameof(Terminal)));
        await CloseAsync().ConfigureAwait(false);
        if (!_isDetached && _exitCode is null) await _process.ReleaseAsync().ConfigureAwait(false);
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

    /// <summary>Reads the connection to its end, whoever reads the terminal: what goes wrong with it is then known at once.</summary>
    private async Task ReadConnectionAsync()
    {
        using var reader = new MultiplexReader(_connection, IsTty);
        try
        {
            await _process.Container.Engine.ReadToEndAsync(_process.Operation, async token =>
            {
                while (await reader.ReadAsync(token).ConfigureAwait(false) is { IsEnd: false } piece)
                {
                    _history.Append(piece.Bytes.Span);
                    await _output.WriteAsync(piece.Source, piece.Bytes, token).ConfigureAwait(false);
                }
            }, _closing.Token).ConfigureAwait(false);
            // A raw stream has no last word: the end of the process, of the engine and of the connection look the same. So the engine is asked.
            _exitCode = await _process.GetExitCodeAsync(_closing.Token).ConfigureAwait(false);
            if (_exitCode is { } code) _failure = _process.GetStartFailure(code, () => _history.GetText());
        }
        catch (Exception e) when (e is OperationCanceledException && _closing.IsCancellationRequested)
        {
            // Let go of.
        }
        catch (Exception e)
        {
            _failure = e;
        }

        _output.Complete(_failure);
        // Whoever sends to a process that is gone must not wait for it to read.
        if (!_closing.IsCancellationRequested) await _closing.CancelAsync().ConfigureAwait(false);
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, this);

    private void ThrowIfDetached()
    {
        ThrowIfDisposed();
        if (_isDetached) throw new InvalidOperationException($"The terminal of {_process.Name} was detached. Open or attach another.");
    }
}
