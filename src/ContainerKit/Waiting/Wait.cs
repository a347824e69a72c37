using ContainerKit.Waiting;

namespace ContainerKit;

/// <summary>
/// When a container counts as ready. A description, immutable and made by the methods of this type; it is waited for as part of a run
/// (<see cref="ContainerSpec.Wait"/>), as a link of a chain (<see cref="ContainerPlan.WaitFor"/>) or at once
/// (<see cref="Container.WaitForAsync"/>).
/// </summary>
/// <remarks>
/// <para>Each wait has a timeout of its own, 60 seconds unless <see cref="WithTimeout"/> says otherwise. The first look comes at once, later ones
/// 10 to 250 ms apart. When a wait ends, however it ends, its looks have ended before.</para>
/// <para>A container that ends while it is waited for ends the wait at once, unless the engine starts it again
/// (<see cref="RestartPolicy"/>). So does an error of the engine.</para>
/// </remarks>
/// <example><code>
/// new ContainerSpec { Publish = [6379], Wait = Wait.All(Wait.ForPort(6379), Wait.ForLog("Ready to accept connections")).WithTimeout(TimeSpan.FromSeconds(20)) }
/// </code></example>
public abstract partial class Wait
{
    internal static TimeSpan DefaultTimeout { get; } = TimeSpan.FromSeconds(60);

    // A timer of .NET's goes no further; nobody waits for a container that long.
    private static readonly TimeSpan _longestTimeout = TimeSpan.FromDays(24);

    private protected Wait(string what, bool hasTimeout = true)
    {
        Description = what;
        Timeout = hasTimeout ? DefaultTimeout : null;
    }

    /// <summary>What completes the sentence "wait for ...".</summary>
    internal string Description { get; }

    /// <summary>Its own timeout; null where it is made of others that have theirs.</summary>
    internal TimeSpan? Timeout { get; private set; }

    /// <summary>How its timeout is changed.</summary>
    internal string TimeoutHint { get; private set; } = "Give the wait more time with WithTimeout(...) if it needs it.";

    /// <summary>What it is made of; nothing where it looks itself.</summary>
    internal virtual IReadOnlyList<Wait> Parts => [];

    /// <summary>The waits that do the looking: this one, or those that it is made of in the end.</summary>
    internal IEnumerable<Wait> LeafWaits => Parts.Count == 0 ? [this] : Parts.SelectMany(part => part.LeafWaits);

    /// <summary>The time after which it has ended, one way or the other.</summary>
    internal TimeSpan LongestTimeout => Timeout ?? Parts.Max(part => part.LongestTimeout);

    /// <summary>All of several, waited for at once. It fails when the first of them fails. Its timeout is theirs, unless <see cref="WithTimeout"/> gives it one of its own.</summary>
    /// <exception cref="ArgumentException">There is none, or one is null.</exception>
    public static Wait All(params Wait[] waits) => new AllWait(Validate(waits));

    /// <summary>
    /// Any of several, waited for at once: the first that comes true ends the others. It fails when all of them have failed. Its timeout is
    /// theirs, unless <see cref="WithTimeout"/> gives it one of its own.
    /// </summary>
    /// <exception cref="ArgumentException">There is none, or one is null.</exception>
    public static Wait Any(params Wait[] waits) => new AnyWait(Validate(waits));

    /// <summary>Returns the same wait with this timeout. Default: 60 seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not longer than nothing, or longer than 24 days.</exception>
    public Wait WithTimeout(TimeSpan timeout)
    {
        CheckTimeout(timeout, nameof(timeout));
        var copy = (Wait)MemberwiseClone();
        copy.Timeout = timeout;
        return copy;
    }

    /// <summary>What is waited for, on one line, and its timeout where that is not the usual one.</summary>
    public sealed override string ToString() => Timeout is { } timeout && timeout != DefaultTimeout ? $"{Description} within {timeout.TotalSeconds:0.###} s" : Description;

    /// <summary>Ends when it has come true. Throws when it cannot, and when the token fires; the timeout is its caller's business.</summary>
    internal abstract Task WaitAsync(WaitSession session, CancellationToken cancellationToken);

    /// <exception cref="ArgumentOutOfRangeException">It is not longer than nothing, or longer than 24 days.</exception>
    internal static void CheckTimeout(TimeSpan timeout, string name)
    {
        if (timeout <= TimeSpan.Zero || timeout > _longestTimeout)
            throw new ArgumentOutOfRangeException(name, timeout, "The timeout of a wait must be longer than zero and at most 24 days.");
    }

    /// <summary>The same, with other words on how its timeout is changed, where <see cref="WithTimeout"/> is out of the caller's reach.</summary>
    internal Wait WithTimeoutHint(string advice)
    {
        var advising = (Wait)MemberwiseClone();
        advising.TimeoutHint = advice;
        return advising;
    }

    private static Wait[] Validate(Wait[] waits)
    {
        ArgumentNullException.ThrowIfNull(waits);
        if (waits.Length == 0) throw new ArgumentException("Name at least one wait.", nameof(waits));
        if (waits.Any(wait => wait is null)) throw new ArgumentException("A wait is null.", nameof(waits));
        return [.. waits];
    }
}
