using System.Runtime.ExceptionServices;

namespace ContainerKit.Terminals;

/// <summary>
/// What stands between the connection, which is read in one place, and those who read the terminal. It holds a bounded number of bytes of
/// each output; while one of them is full the connection is not read, and so the process waits. Each output has one reader at a time.
/// </summary>
internal sealed class OutputBuffer
{
    /// <summary>How many bytes of each output may wait.</summary>
    public const int Capacity = 64 * 1024;

    private readonly object _lock = new();
    private readonly Channel[] _channels = [new(), new()];
    private TaskCompletionSource? _change;
    private long _received;
    private bool _isComplete;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Takes the bytes in; waits for room while nobody reads.</summary>
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
                channel.Note(_received, taken);
                _received += taken;
                bytes = bytes[taken..];
                if (taken > 0) SignalChange();
                if (bytes.IsEmpty) return;
                change = GetChangeTask();
            }

            await change.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>No more comes. Readers get what waits, and then the failure, or the end where there is none.</summary>
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

    /// <summary>Nobody is to read any more, not even what waits.</summary>
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

    /// <summary>Makes the caller the reader of an output, or of both with null, until what is returned is disposed.</summary>
    /// <exception cref="InvalidOperationException">Somebody reads it already.</exception>
    public ReaderLease AcquireReader(OutputSource? source)
    {
        lock (_lock)
        {
            if (GetChannels(source).Any(channel => channel.IsClaimed))
                throw new InvalidOperationException("The terminal's output is being read already: an expectation, lines and a stream take turns. Await the one before the next.");
            foreach (var channel in GetChannels(source)) channel.IsClaimed = true;
        }

        return new ReaderLease(this, source);
    }

    /// <summary>Does something with the channels' content; says whether all there will ever be is there, and otherwise when to look again.</summary>
    public (bool IsComplete, Task Change) Access(Action<OutputBuffer> look)
    {
        lock (_lock)
        {
            look(this);
            return (_isComplete, _isComplete ? Task.CompletedTask : GetChangeTask());
        }
    }

    /// <summary>Throws what the reading of the connection broke off with, if it did.</summary>
    public void ThrowIfFailed() => _failure?.Throw();

    /// <summary>One output's bytes; within <see cref="Access"/> only.</summary>
    public RingBuffer GetBytes(OutputSource source) => GetChannel(source).Bytes;

    /// <summary>The output with the oldest byte; within <see cref="Access"/> only.</summary>
    /// <returns>And how many bytes came before one of the other output; 0 where nothing waits.</returns>
    public (OutputSource Source, int Count) PeekOldest()
    {
        var (first, second) = (_channels[0].Runs.First, _channels[1].Runs.First);
        var oldest = second is null || (first is not null && first.Value.Begin < second.Value.Begin) ? first : second;
        return oldest is null ? default : (ReferenceEquals(oldest, first) ? OutputSource.Stdout : OutputSource.Stderr, oldest.Value.Length);
    }

    /// <summary>Takes bytes off one output's front; within <see cref="Access"/> only.</summary>
    public int Take(OutputSource source, Span<byte> into)
    {
        var channel = GetChannel(source);
        var taken = channel.Bytes.Take(into);
        channel.Forget(taken);
        if (taken > 0) SignalChange();
        return taken;
    }

    /// <summary>Puts bytes back that were taken, the newest first; within <see cref="Access"/> only.</summary>
    public void Unread(OutputSource source, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        var channel = GetChannel(source);
        channel.Bytes.Unread(bytes);
        // Before everything that waits, of the other output too.
        var oldest = _channels.Min(other => other.Runs.First?.Value.Begin ?? _received);
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

    /// <summary>The right to read.</summary>
    public sealed class ReaderLease(OutputBuffer buffer, OutputSource? source) : IDisposable
    {
        public void Dispose()
        {
            lock (buffer._lock)
            {
                foreach (var channel in buffer.GetChannels(source)) channel.IsClaimed = false;
            }
        }
    }

    private sealed class Channel
    {
        public RingBuffer Bytes { get; } = new(Capacity);

        /// <summary>Stretches of bytes that came without one of the other output between them: where they begin in all that came, and how many wait.</summary>
        public LinkedList<(long Begin, int Length)> Runs { get; } = new();

        public bool IsClaimed { get; set; }

        public void Note(long begin, int length)
        {
            if (length == 0) return;
            if (Runs.Last is { } last && last.Value.Begin + last.Value.Length == begin) last.Value = (last.Value.Begin, last.Value.Length + length);
            else Runs.AddLast((begin, length));
        }

        public void Forget(int count)
        {
            while (count > 0)
            {
                var run = Runs.First!;
                var part = Math.Min(count, run.Value.Length);
                if (part == run.Value.Length) Runs.RemoveFirst();
                else run.Value = (run.Value.Begin + part, run.Value.Length - part);
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
