using ContainerKit.Waiting;

namespace ContainerKit;

/// <summary>
/// A condition under which a container counts as ready. A wait is immutable and is created by the methods of this type. It
/// is used as part of a run (<see cref="ContainerSpec.Wait"/>), as a step of a plan (<see cref="ContainerPlan.WaitFor"/>),
/// or on a running container (<see cref="Container.WaitForAsync"/>).
/// </summary>
/// <remarks>
/// <para>Each wait has a timeout of 60 seconds, unless <see cref="WithTimeout"/> sets another one. The first check runs at once; the
/// intervals between later checks grow from 10 to 250 ms. No check is running any more when a wait returns or throws.</para>
/// <para>A wait fails at once with <see cref="ContainerExitedException"/> if the container exits, unless the engine restarts the
/// container (<see cref="RestartPolicy"/>). An error response of the engine fails the wait at once, too. A wait that can never succeed
/// throws <see cref="WaitFailedException"/>, and a wait whose time is up throws <see cref="WaitTimeoutException"/>.</para>
/// </remarks>
/// <example><code>
/// new ContainerSpec
/// {
///     Publish = [6379],
///     Wait = Wait.All(Wait.ForPort(6379), Wait.ForLog("Ready to accept connections")).WithTimeout(TimeSpan.FromSeconds(20)),
/// }
/// </code></example>
public abstract partial class Wait
{
    internal static TimeSpan DefaultTimeout { get; } = TimeSpan.FromSeconds(60);

    // Several .NET timers accept at most int.MaxValue milliseconds, which is 24.8 days.
    private static readonly TimeSpan _longestTimeout = TimeSpan.FromDays(24);

    private protected Wait(string description, bool hasTimeout = true)
    {
        Description = description;
        Timeout = hasTimeout ? DefaultTimeout : null;
    }

    /// <summary>The text that completes the sentence "wait for ...".</summary>
    internal string Description { get; }

    /// <summary>The timeout of this wait; null for a composite wait that only has the timeouts of its parts.</summary>
    internal TimeSpan? Timeout { get; private set; }

    /// <summary>The last sentence of the timeout message: the way to extend the timeout.</summary>
    internal string TimeoutHint { get; private set; } = "If the container needs more time, set it with WithTimeout(...).";

    /// <summary>The parts of a composite wait; empty for a wait with its own probe.</summary>
    internal virtual IReadOnlyList<Wait> Parts => [];

    /// <summary>The waits that check the container: this wait, or the leaves of its tree of parts.</summary>
    internal IEnumerable<Wait> LeafWaits => Parts.Count == 0 ? [this] : Parts.SelectMany(part => part.LeafWaits);

    /// <summary>The time after which the wait has succeeded or failed.</summary>
    internal TimeSpan LongestTimeout => Timeout ?? Parts.Max(part => part.LongestTimeout);

    /// <summary>
    /// Waits until all of several waits have succeeded. They run at the same time, and the first failure fails the whole
    /// wait. Each part keeps its own timeout; <see cref="WithTimeout"/> adds one for the whole.
    /// </summary>
    /// <param name="waits">The waits, at least one.</param>
    /// <exception cref="ArgumentException">No wait is given, or one is null.</exception>
    public static Wait All(params Wait[] waits) => new AllWait(Validate(waits));

    /// <summary>
    /// Waits until one of several waits has succeeded. They run at the same time, and the first success cancels the others.
    /// The whole wait fails when all parts have failed. Each part keeps its own timeout; <see cref="WithTimeout"/> adds one
    /// for the whole.
    /// </summary>
    /// <param name="waits">The waits, at least one.</param>
    /// <exception cref="ArgumentException">No wait is given, or one is null.</exception>
    public static Wait Any(params Wait[] waits) => new AnyWait(Validate(waits));

    /// <summary>Returns a copy of this wait with another timeout. The default is 60 seconds.</summary>
    /// <param name="timeout">The timeout: longer than zero and at most 24 days.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is zero, negative, or longer than 24 days.</exception>
    public Wait WithTimeout(TimeSpan timeout)
    {
        CheckTimeout(timeout, nameof(timeout));
        var copy = (Wait)MemberwiseClone();
        copy.Timeout = timeout;
        return copy;
    }

    /// <summary>Returns the condition on one line, with the timeout unless it is the default one.</summary>
    public sealed override string ToString() =>
        Timeout is { } timeout && timeout != DefaultTimeout ? $"{Description} within {timeout.TotalSeconds:0.###} s" : Description;

    /// <summary>
    /// Waits until the condition is met. Throws if that is impossible or the token is canceled. The caller applies the timeout.
    /// </summary>
    internal abstract Task WaitAsync(WaitSession session, CancellationToken cancellationToken);

    /// <summary>Checks that a timeout is in the allowed range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is zero, negative, or longer than 24 days.</exception>
    internal static void CheckTimeout(TimeSpan timeout, string name)
    {
        if (timeout <= TimeSpan.Zero || timeout > _longestTimeout)
            throw new ArgumentOutOfRangeException(name, timeout, "The timeout of a wait must be longer than zero and at most 24 days.");
    }

    /// <summary>
    /// Returns a copy with another hint on how to extend the timeout, for callers that cannot use <see cref="WithTimeout"/>.
    /// </summary>
    internal Wait WithTimeoutHint(string hint)
    {
        var copy = (Wait)MemberwiseClone();
        copy.TimeoutHint = hint;
        return copy;
    }

    private static Wait[] Validate(Wait[] waits)
    {
        ArgumentNullException.ThrowIfNull(waits);
        if (waits.Length == 0) throw new ArgumentException("Give at least one wait.", nameof(waits));
        if (waits.Any(wait => wait is null)) throw new ArgumentException("A wait is null.", nameof(waits));
        return [.. waits];
    }
}
