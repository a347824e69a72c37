namespace ContainerKit.Swarm;

/// <summary>
/// The settings of a swarm to change: the options of <c>docker swarm update</c>. A setting that is null stays as it is. Immutable.
/// </summary>
/// <example><code>
/// await engine.UpdateSwarmAsync(new SwarmUpdate { TaskHistoryLimit = 2 });
/// </code></example>
public sealed record SwarmUpdate
{
    /// <summary>Indicates whether managers encrypt their state, and need <c>UnlockSwarmAsync</c> after a restart.</summary>
    public bool? AutoLock { get; init; }

    /// <summary>The number of old tasks to keep for each slot of a service. The engine's default: 5.</summary>
    public int? TaskHistoryLimit { get; init; }

    /// <summary>The period of the heartbeats of nodes. A node that misses three of them is down. The engine's default: 5 seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan? DispatcherHeartbeat
    {
        get;
        init => field = ValidatePositive(value, nameof(DispatcherHeartbeat));
    }

    /// <summary>The validity of the certificates of nodes. The engine's default: 90 days; at least one hour.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is shorter than one hour.</exception>
    public TimeSpan? CertificateExpiry
    {
        get;
        init => field = value is null || value >= TimeSpan.FromHours(1)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(CertificateExpiry), value, "CertificateExpiry must be at least one hour.");
    }

    /// <summary>The number of log entries of the managers between snapshots. The engine's default: 10,000.</summary>
    public long? SnapshotInterval { get; init; }

    /// <summary>The number of old snapshots that managers keep. The engine's default: 0.</summary>
    public int? KeepOldSnapshots { get; init; }

    /// <summary>The labels of the swarm, which replace the present ones.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Returns the request on one line.</summary>
    public override string ToString() => "update the swarm";

    private static TimeSpan? ValidatePositive(TimeSpan? value, string name) => value is null || value > TimeSpan.Zero
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be longer than zero.");
}
