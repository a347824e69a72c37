using System.Runtime.ExceptionServices;

namespace ContainerKit.Terminals;

/// <summary>
/// The buffer between the read loop of the connection and the readers of the terminal. It holds a bounded number of
/// bytes of each output. While the buffer of one output is full, the connection is not read, so the process blocks.
/// Each output has one reader at a time.
/// </summary>
internal sealed class OutputBuffer
{
    /// <summary>The capacity for each output, in bytes.</summary>
    public const int Capacity = 64 * 1024;

    private readonly object _lock = new();
    private readonly Channel[] _channels = [new(), new()];
    private TaskCompletionSource? _change;
    private long _received;
    private bool _isComplete;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Adds bytes. Waits while the buffer is full.</summary>
    public async ValueTask WriteAsync(OutputSource source, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task change;
            lock (_lock)
            {
                if (_isComplete) return;
                var channel = GetChannel(source);
                var taken = channel.Bytes.Append(bytes.Span);
                channel.AddRun(_received, taken);
                _received += taken;
                bytes = bytes[taken..];
                if (taken > 0) SignalChange();
                if (bytes.IsEmpty) return;
                change = GetChangeTask();
            }

            await change.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Marks the end of the output. Readers get the buffered bytes, and then the failure or the end.</summary>
    public void Complete(Exception? failure)
    {
        lock (_lock)
        {
            if (_isComplete) return;
            _isComplete = true;
            _failure = failure is null ? null : ExceptionDispatchInfo.Capture(failure);
            SignalChange();
        }
    }

    /// <summary>Discards the buffered bytes and ends the output. Readers get the reason as their exception.</summary>
    public void Abandon(Exception reason)
    {
        lock (_lock)
        {
            foreach (var channel in _channels) channel.Clear();
            _isComplete = true;
            _failure = ExceptionDispatchInfo.Capture(reason);
            SignalChange();
        }
    }

    /// <summary>
    /// Registers the caller as the only reader of an output, or of both for null, until the lease is disposed.
    /// </summary>
    /// <exception cref="InvalidOperationException">The output has another reader.</exception>
    public ReaderLease AcquireReader(OutputSource? source)
    {
        lock (_lock)
        {
            if (GetChannels(source).Any(channel => channel.HasReader))
            {
                throw new InvalidOperationException("The output of the terminal is being read already."
                    + " Expect methods, LinesAsync and the streams cannot read at the same time. Await one before you call the next.");
            }

            foreach (var channel in GetChannels(source)) channel.HasReader = true;
        }

        return new ReaderLease(this, source);
    }

    /// <summary>Runs an action on the buffer under its lock.</summary>
    /// <returns>
    /// Indicates whether the output is complete; otherwise a task that completes with the next change.
    /// </returns>
    public (bool IsComplete, Task Change) Access(Action<OutputBuffer> action)
    {
        lock (_lock)
        {
            action(this);
            return (_isComplete, _isComplete ? Task.CompletedTask : GetChangeTask());
        }
    }

    /// <summary>Throws the failure of the connection, if there is one.</summary>
    public void ThrowIfFailed() => _failure?.Throw();

    /// <summary>Returns the bytes of one output. Call it only within <see cref="Access"/>.</summary>
    public RingBuffer GetBytes(OutputSource source) => GetChannel(source).Bytes;

    /// <summary>Returns the output with the oldest byte. Call it only within <see cref="Access"/>.</summary>
    /// <returns>
    /// The output, and the number of its bytes before the next byte of the other output; 0 if the buffer is empty.
    /// </returns>
    public (OutputSource Source, int Count) PeekOldest()
    {
        var (first, second) = (_channels[0].Runs.First, _channels[1].Runs.First);
        var oldest = second is null || (first is not null && first.Value.Start < second.Value.Start) ? first : second;
        if (oldest is null) return default;
        return (ReferenceEquals(oldest, first) ? OutputSource.Stdout : OutputSource.Stderr, oldest.Value.Length);
    }

    /// <summary>
    /// Removes the oldest bytes of one output and copies them. Call it only within <see cref="Access"/>.
    /// </summary>
    public int Take(OutputSource source, Span<byte> into)
    {
        var channel = GetChannel(source);
        var taken = channel.Bytes.Take(into);
        channel.RemoveRuns(taken);
        if (taken > 0) SignalChange();
        return taken;
    }

    /// <summary>Puts bytes back that were taken, the newest first. Call it only within <see cref="Access"/>.</summary>
    public void Unread(OutputSource source, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        var channel = GetChannel(source);
        channel.Bytes.Unread(bytes);
        // Before all buffered bytes, including those of the other output.
        var oldest = _channels.Min(other => other.Runs.First?.Value.Start ?? _received);
        channel.Runs.AddFirst((oldest - bytes.Length, bytes.Length));
    }

    private Channel GetChannel(OutputSource source) => _channels[source == OutputSource.Stderr ? 1 : 0];

    private Channel[] GetChannels(OutputSource? source) => source is { } one ? [GetChannel(one)] : _channels;

    private Task GetChangeTask() => (_change ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private void SignalChange()
    {
        _change?.SetResult();
        _change = null;
    }

    /// <summary>The exclusive right to read. Disposing it releases the right.</summary>
    public sealed class ReaderLease(OutputBuffer buffer, OutputSource? source) : IDisposable
    {
        public void Dispose()
        {
            lock (buffer._lock)
            {
                foreach (var channel in buffer.GetChannels(source)) channel.HasReader = false;
            }
        }
    }

    private sealed class Channel
    {
        public RingBuffer Bytes { get; } = new(Capacity);

        /// <summary>
        /// The runs of bytes that arrived without bytes of the other output between them, as offset in both outputs
        /// together and length.
        /// </summary>
        public LinkedList<(long Start, int Length)> Runs { get; } = new();

        public bool HasReader { get; set; }

        public void AddRun(long start, int length)
        {
            if (length == 0) return;
            if (Runs.Last is { } last && last.Value.Start + last.Value.Length == start)
                last.Value = (last.Value.Start, last.Value.Length + length);
            else
                Runs.AddLast((start, length));
        }

        public void RemoveRuns(int count)
        {
            while (count > 0)
            {
                var run = Runs.First!;
                var part = Math.Min(count, run.Value.Length);
                if (part == run.Value.Length) Runs.RemoveFirst();
                else run.Value = (run.Value.Start + part, run.Value.Length - part);
                count -= part;
            }
        }

        public void Clear()
        {
            Bytes.Skip(Bytes.Length);
            Runs.Clear();
        }
    }
}
