namespace ContainerKit.Timing;

/// <summary>A time limit together with the caller's cancellation token.</summary>
/// <remarks>Dispose it when the work is done; the timer stops then.</remarks>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource? _linked;
    private readonly CancellationToken _caller;

    private Deadline(CancellationTokenSource timer, CancellationTokenSource? linked, CancellationToken caller)
    {
        _timer = timer;
        _linked = linked;
        _caller = caller;
    }

    /// <summary>The token to pass on: it is canceled when the time is up or the caller cancels.</summary>
    public CancellationToken Token => (_linked ?? _timer).Token;

    /// <summary>Indicates whether the time is up and the caller did not cancel.</summary>
    public bool HasElapsed => _timer.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>Starts a deadline that only the time limit ends.</summary>
    public static Deadline Start(TimeSpan timeout, TimeProvider time) => Start(timeout, time, CancellationToken.None);

    /// <summary>Starts a deadline that ends with the time limit or with the caller's token.</summary>
    /// <param name="timeout">The time limit; <see cref="Timeout.InfiniteTimeSpan"/> for none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    public static Deadline Start(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var timer = new CancellationTokenSource(timeout, time);
        var linked = cancellationToken.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token)
            : null;
        return new Deadline(timer, linked, cancellationToken);
    }

    /// <summary>
    /// Starts a deadline that a second token ends too, such as the one that an engine cancels when it is disposed.
    /// </summary>
    /// <param name="timeout">The time limit; <see cref="Timeout.InfiniteTimeSpan"/> for none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <param name="second">The second token.</param>
    public static Deadline Start(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken, CancellationToken second)
    {
        var timer = new CancellationTokenSource(timeout, time);
        var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token, second);
        return new Deadline(timer, linked, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _linked?.Dispose();
        _timer.Dispose();
    }
}
