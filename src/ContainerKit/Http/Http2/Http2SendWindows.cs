namespace ContainerKit.Http;

/// <summary>
/// The flow control of sent data. The peer grants a number of bytes to the connection, and another one to each stream; data uses up
/// both.
/// </summary>
internal sealed class Http2SendWindows
{
    private const long Maximum = int.MaxValue;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, long> _streams = [];
    private TaskCompletionSource _changed = NewSignal();
    private long _connection = Http2Connection.InitialWindow;
    private long _initial = Http2Connection.InitialWindow;

    /// <summary>Adds a stream.</summary>
    public void Open(int stream)
    {
        lock (_lock) _streams[stream] = _initial;
    }

    /// <summary>Removes a stream.</summary>
    public void Close(int stream)
    {
        lock (_lock) _streams.Remove(stream);
    }

    /// <summary>Waits until data may be sent on a stream, and returns the allowed number of bytes, up to a limit.</summary>
    public async ValueTask<int> TakeAsync(int stream, int wanted, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                var allowed = (int)Math.Min(wanted, Math.Min(_connection, _streams.GetValueOrDefault(stream)));
                if (allowed > 0)
                {
                    _connection -= allowed;
                    _streams[stream] -= allowed;
                    return allowed;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Adds the bytes that the peer granted.</summary>
    /// <param name="stream">The stream; 0 for the connection. A closed stream is ignored.</param>
    /// <param name="increment">The number of bytes.</param>
    /// <exception cref="Http2Exception">The increment is invalid.</exception>
    public void Grant(int stream, int increment)
    {
        if (increment <= 0) throw new Http2Exception(Http2ErrorCode.Protocol, "a window is increased by nothing");
        lock (_lock)
        {
            if (stream == 0) _connection = Check(_connection + increment);
            else if (_streams.TryGetValue(stream, out var window)) _streams[stream] = Check(window + increment);
            Signal();
        }
    }

    /// <summary>Changes the window of new streams, and by the difference those of the open streams, which may become negative.</summary>
    /// <exception cref="Http2Exception">The window is too large.</exception>
    public void ChangeInitial(long initial)
    {
        lock (_lock)
        {
            foreach (var stream in _streams.Keys.ToList()) _streams[stream] = Check(_streams[stream] + Check(initial) - _initial);
            _initial = Check(initial);
            Signal();
        }
    }

    private static long Check(long window) =>
        window <= Maximum ? window : throw new Http2Exception(Http2ErrorCode.FlowControl, "a window is too large");

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Signal()
    {
        _changed.SetResult();
        _changed = NewSignal();
    }
}
