using ContainerKit.Waiting.Conditions;

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
public sealed partial class Wait
{
    // Several .NET timers accept at most int.MaxValue milliseconds, which is 24.8 days.
    private static readonly TimeSpan _longestTimeout = TimeSpan.FromDays(24);

    internal Wait(string description, WaitCondition condition)
    {
        Description = description;
        Condition = condition;
        Timeout = condition is CompositeCondition ? null : DefaultTimeout;
    }

    /// <summary>The timeout of a wait without <see cref="WithTimeout"/>: 60 seconds.</summary>
    public static TimeSpan DefaultTimeout { get; } = TimeSpan.FromSeconds(60);

    /// <summary>The text that completes the sentence "wait for ...".</summary>
    internal string Description { get; }

    /// <summary>The condition that is checked.</summary>
    internal WaitCondition Condition { get; }

    /// <summary>The timeout of this wait; null for a composite wait that only has the timeouts of its parts.</summary>
    internal TimeSpan? Timeout { get; private set; }

    /// <summary>The last sentence of the timeout message: the way to extend the timeout.</summary>
    internal string TimeoutHint { get; private set; } = "If the container needs more time, set it with WithTimeout(...).";

    /// <summary>The parts of a composite wait; empty for another wait.</summary>
    internal IReadOnlyList<Wait> Parts => Condition is CompositeCondition composite ? composite.Parts : [];

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
    public static Wait All(params Wait[] waits)
    {
        Validate(waits);
        return new Wait($"all of ({string.Join("; ", waits.AsEnumerable())})", new CompositeCondition([.. waits], NeedsAll: true));
    }

    /// <summary>
    /// Waits until one of several waits has succeeded. They run at the same time, and the first success cancels the others.
    /// The whole wait fails when all parts have failed. Each part keeps its own timeout; <see cref="WithTimeout"/> adds one
    /// for the whole.
    /// </summary>
    /// <param name="waits">The waits, at least one.</param>
    /// <exception cref="ArgumentException">No wait is given, or one is null.</exception>
    public static Wait Any(params Wait[] waits)
    {
        Validate(waits);
        return new Wait($"any of ({string.Join("; ", waits.AsEnumerable())})", new CompositeCondition([.. waits], NeedsAll: false));
    }

    /// <summary>Returns a copy of this wait with another timeout. The default is 60 seconds.</summary>
    /// <param name="timeout">The timeout: longer than zero and at most 24 days.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is zero, negative, or longer than 24 days.</exception>
    public Wait WithTimeout(TimeSpan timeout)
    {
        if (timeout <= TimeSpan.Zero || timeout > _longestTimeout)
        {
            throw new ArgumentOutOfRangeException(
                nameof(timeout), timeout, "The timeout of a wait must be longer than zero and at most 24 days.");
        }

        var copy = (Wait)MemberwiseClone();
        copy.Timeout = timeout;
        return copy;
    }

    /// <summary>
    /// Returns a copy of this wait with another hint in the message of its <see cref="WaitTimeoutException"/>. It is for a library whose
    /// users cannot call <see cref="WithTimeout"/>, because the library sets the timeout from one of its options.
    /// </summary>
    /// <param name="hint">
    /// The sentence that explains how to extend the timeout. It is the last line of the message. Default: "If the container needs more
    /// time, set it with WithTimeout(...)."
    /// </param>
    /// <exception cref="ArgumentException">The hint is empty.</exception>
    public Wait WithTimeoutHint(string hint)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(hint);
        var copy = (Wait)MemberwiseClone();
        copy.TimeoutHint = hint;
        return copy;
    }

    /// <summary>Returns the condition on one line, with the timeout unless it is the default one.</summary>
    public sealed override string ToString() =>
        Timeout is { } timeout && timeout != DefaultTimeout ? $"{Description} within {timeout.TotalSeconds:0.###} s" : Description;

    private static void Validate(Wait[] waits)
    {
        ArgumentNullException.ThrowIfNull(waits);
        if (waits.Length == 0) throw new ArgumentException("Give at least one wait.", nameof(waits));
        if (waits.Any(wait => wait is null)) throw new ArgumentException("A wait is null.", nameof(waits));
    }
}
