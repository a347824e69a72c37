using System.Net.Sockets;
using System.Threading.Tasks.Sources;

namespace ContainerKit.Http;

/// <summary>
/// A connection over a Unix socket for a long output or a long body. A thread waits in the kernel for the bytes, and runs the
/// continuation of the reader itself, so a piece costs one wake-up. An asynchronous socket costs two, of its event loop and of the
/// thread pool, for each line that the engine writes, and the threads of the pool spin between the pieces.
/// </summary>
/// <remarks>
/// A socket that was used asynchronously once does not block any more, so nothing here uses it asynchronously. A canceled read
/// shuts the connection down. The end of the stream and failures are passed on by the thread pool, so that only code that reads
/// runs on the thread. If that code blocks the thread until its next read has ended, another thread takes over.
/// </remarks>
internal sealed class BlockingSocketStream : DuplexStream, IValueTaskSource<int>
{
    /// <summary>The size of the socket's send buffer, in bytes.</summary>
    public const int SendBufferSize = 256 * 1024;

    private const int MaximumThreads = 16;

    // After so many small reads in a row, the thread lets the engine write for a moment, and then reads many lines at once.
    private const int SmallReadsBeforePause = 16;
    private const int SmallReadLength = 4096;

    private static readonly TimeSpan _blockedTime = TimeSpan.FromMilliseconds(50);
    private static int _openStreams;

    private readonly object _lock = new();
    private readonly Socket _socket;
    private ManualResetValueTaskSourceCore<int> _result;
    private CancellationTokenRegistration _registration;
    private CancellationToken _token;
    private Memory<byte> _buffer;
    private Thread? _thread;
    private Exception? _failure;
    private int _smallReads;
    private long _requests;
    private bool _isRequested;
    private bool _runsContinuation;
    private bool _isWatched;
    private bool _hasEnded;
    private bool _isDisposed;

    private BlockingSocketStream(Socket socket)
        : base(new NetworkStream(socket, ownsSocket: false)) => _socket = socket;

    /// <summary>Opens a connection with a function that connects a socket without an asynchronous call.</summary>
    /// <returns>
    /// The stream; null if so many streams of this kind are open that the caller has to use an asynchronous connection.
    /// </returns>
    public static BlockingSocketStream? TryOpen(Func<Socket> connect)
    {
        var isWithinLimit = Interlocked.Increment(ref _openStreams) <= MaximumThreads;
        try
        {
            if (isWithinLimit) return new BlockingSocketStream(connect());
        }
        catch
        {
            Interlocked.Decrement(ref _openStreams);
            throw;
        }

        Interlocked.Decrement(ref _openStreams);
        return null;
    }

    public override void CloseWrite() => _socket.Shutdown(SocketShutdown.Send);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<int>(cancellationToken);
        if (buffer.IsEmpty) return ValueTask.FromResult(0);
        Register(cancellationToken);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_hasEnded) return ValueTask.FromResult(0);
            _result.Reset();
            _buffer = buffer;
            _isRequested = true;
            _requests++;
            if (_thread is null) StartThread();
            else if (_runsContinuation) Watch();
            else Monitor.Pulse(_lock);

            return new ValueTask<int>(this, _result.Version);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        BlockingSocketWriter.WriteAsync(_socket, buffer, cancellationToken);

    int IValueTaskSource<int>.GetResult(short token) => _result.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _result.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _result.OnCompleted(continuation, state, token, flags);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            bool hasThread;
            lock (_lock)
            {
                if (_isDisposed) return;
                _isDisposed = true;
                hasThread = _thread is not null;
                Monitor.Pulse(_lock);
            }

            _registration.Dispose();
            // The thread, which may be in a read, closes the socket.
            if (hasThread) Shutdown();
            else CloseSocket();
        }

        base.Dispose(disposing);
    }

    // Most reads of a stream have the same token, so its registration is kept.
    private void Register(CancellationToken cancellationToken)
    {
        if (cancellationToken == _token) return;
        _registration.Dispose();
        _token = cancellationToken;
        _registration = cancellationToken.UnsafeRegister(static stream => ((BlockingSocketStream)stream!).Shutdown(), this);
    }

    private void StartThread()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "ContainerKit stream" };
        _thread.UnsafeStart();
    }

    // A read starts when the continuation of the previous one returns, which a continuation that waits for this read never does.
    private void Watch()
    {
        if (_isWatched) return;
        _isWatched = true;
        _ = ReplaceBlockedThreadAsync();
    }

    private async Task ReplaceBlockedThreadAsync()
    {
        for (var isWaiting = true; isWaiting;)
        {
            var request = _requests;
            await Task.Delay(_blockedTime, CancellationToken.None).ConfigureAwait(false);
            lock (_lock)
            {
                isWaiting = _isWatched = _runsContinuation && _isRequested;
                if (!isWaiting || request != _requests) continue;
                isWaiting = _isWatched = _runsContinuation = false;
                StartThread();
            }
        }
    }

    private void Run()
    {
        while (WaitForReader())
        {
            var read = Receive();
            lock (_lock)
            {
                _isRequested = false;
                _hasEnded = read == 0;
                _runsContinuation = true;
            }

            if (read == 0)
            {
                ThreadPool.UnsafeQueueUserWorkItem(static stream => stream.CompleteLast(), this, preferLocal: false);
                break;
            }

            // Runs the reader, up to its next read that has to wait.
            _result.SetResult(read);
        }

        if (_thread == Thread.CurrentThread) CloseSocket();
    }

    /// <returns>False if the stream was disposed or another thread has taken over.</returns>
    private bool WaitForReader()
    {
        lock (_lock)
        {
            if (_thread != Thread.CurrentThread) return false;
            _runsContinuation = false;
            while (!_isRequested && !_isDisposed) Monitor.Wait(_lock);
            return _isRequested;
        }
    }

    private int Receive()
    {
        try
        {
            var isPaused = _smallReads >= SmallReadsBeforePause;
            if (isPaused) Pause();
            // A blocking read would be woken each time the engine takes bytes that another thread writes.
            _socket.Poll(Timeout.InfiniteTimeSpan, SelectMode.SelectRead);
            var read = _socket.Receive(_buffer.Span);
            // A pause that did not collect many lines is not repeated at once.
            if (read >= SmallReadLength) _smallReads = isPaused ? _smallReads : 0;
            else _smallReads = isPaused ? 0 : _smallReads + 1;
            return read;
        }
        catch (SocketException e)
        {
            _failure = new IOException(e.Message, e);
            return 0;
        }
    }

    // A disposal ends the pause.
    private void Pause()
    {
        lock (_lock)
        {
            if (!_isDisposed) Monitor.Wait(_lock, millisecondsTimeout: 1);
        }
    }

    private void CompleteLast()
    {
        if (_token.IsCancellationRequested) _result.SetException(new OperationCanceledException(_token));
        else if (_isDisposed) _result.SetException(new ObjectDisposedException(nameof(BlockingSocketStream)));
        else if (_failure is not null) _result.SetException(_failure);
        else _result.SetResult(0);
    }

    private void Shutdown()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The engine or the thread has closed the connection already.
        }
    }

    private void CloseSocket()
    {
        _socket.Dispose();
        Interlocked.Decrement(ref _openStreams);
    }
}
