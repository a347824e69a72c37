namespace ContainerKit.Timing;

/// <summary>A time limit together with the caller's cancellation token.</summary>
/// <remarks>Dispose it when the work is done; the timer stops then.</remarks>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _caller;
    private readonly CancellationToken _second;
    private readonly CancellationTokenRegistration _callerRegistration;
    private readonly CancellationTokenRegistration _secondRegistration;

    private Deadline(TimeSpan timeout, TimeProvider time, CancellationToken caller, CancellationToken second)
    {
        // One source with registrations: a linked source for each token allocates twice as much.
        _source = new CancellationTokenSource(timeout, time);
        _caller = caller;
        _second = second;
        _callerRegistration = caller.UnsafeRegister(Cancel, _source);
        _secondRegistration = second.UnsafeRegister(Cancel, _source);
    }

    /// <summary>The token to pass on: it is canceled when the time is up or the caller cancels.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Indicates whether the time is up and the caller did not cancel.</summary>
    public bool HasElapsed =>
        _source.IsCancellationRequested && !_caller.IsCancellationRequested && !_second.IsCancellationRequested;

    /// <summary>Starts a deadline that only the time limit ends.</summary>
    public static Deadline Start(TimeSpan timeout, TimeProvider time) => Start(timeout, time, CancellationToken.None);

    /// <summary>Starts a deadline that ends with the time limit or with the caller's token.</summary>
    /// <param name="timeout">The time limit; <see cref="Timeout.InfiniteTimeSpan"/> for none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    public static Deadline Start(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken) =>
        new(timeout, time, cancellationToken, CancellationToken.None);

    /// <summary>
    /// Starts a deadline that a second token ends too, such as the one that an engine cancels when it is disposed.
    /// </summary>
    /// <param name="timeout">The time limit; <see cref="Timeout.InfiniteTimeSpan"/> for none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <param name="second">The second token.</param>
    public static Deadline Start(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken, CancellationToken second) =>
        new(timeout, time, cancellationToken, second);

    /// <inheritdoc/>
    public void Dispose()
    {
        // Waits for a callback that is running, so that it does not cancel a disposed source.
        _callerRegistration.Dispose();
        _secondRegistration.Dispose();
        _source.Dispose();
    }

    private static void Cancel(object? source) => ((CancellationTokenSource)source!).Cancel();
}
