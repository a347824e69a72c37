using ContainerKit.Swarm.Services;

namespace ContainerKit.Swarm;

public sealed partial record ServiceSpec
{
    /// <summary>The mode. Default: <see cref="ServiceMode.Replicated"/>.</summary>
    public ServiceMode Mode { get; init; }

    /// <summary>
    /// The number of tasks of a replicated service, or of completed tasks of a replicated job. Default: 1.
    /// </summary>
    public int? Replicas
    {
        get;
        init => field = SpecChecks.NotNegative(value, "The number of replicas");
    }

    /// <summary>The maximum number of tasks of a replicated job that run at the same time. Default: all.</summary>
    public int? MaxConcurrent
    {
        get;
        init => field = SpecChecks.Positive(value, "The number of concurrent tasks");
    }

    /// <summary>The maximum number of tasks on one node; 0 for no limit. Default: 0.</summary>
    public int MaxReplicasPerNode
    {
        get;
        init => field = SpecChecks.NotNegative(value, "The number of replicas on a node")!.Value;
    }

    /// <summary>
    /// The placement constraints, which a node must meet all: <c>node.role==worker</c>, <c>node.labels.disk!=slow</c>. Default: none.
    /// </summary>
    public IReadOnlyList<string> Constraints
    {
        get;
        init => field = [.. SpecChecks.Items(value, "constraints").Select(SpecChecks.Constraint)];
    } = [];

    /// <summary>
    /// The placement preferences: the labels over whose values the tasks are spread, such as <c>node.labels.zone</c>, the most
    /// important first. Default: none.
    /// </summary>
    public IReadOnlyList<string> SpreadOver
    {
        get;
        init => field = SpecChecks.Texts(value, "placement preferences");
    } = [];

    /// <summary>The replacement of tasks that ended. Default: that of the engine, always after 5 seconds.</summary>
    public ServiceRestartPolicy? Restart { get; init; }

    /// <summary>The course of updates. Default: that of the engine, one task at a time, paused on failure.</summary>
    public UpdatePolicy? Update { get; init; }

    /// <summary>The course of rollbacks. Default: that of the engine, one task at a time, paused on failure.</summary>
    public UpdatePolicy? Rollback { get; init; }

    /// <summary>The memory limit of each task in bytes, at least 4 MiB. Default: no limit.</summary>
    public long? MemoryBytes
    {
        get;
        init => field = SpecChecks.Memory(value, "The memory limit");
    }

    /// <summary>The CPU limit of each task. Default: no limit.</summary>
    public double? Cpus
    {
        get;
        init => field = SpecChecks.Cpus(value, "The CPU limit");
    }

    /// <summary>The maximum number of processes and threads of each task. Default: no limit.</summary>
    public int? PidsLimit
    {
        get;
        init => field = SpecChecks.NotNegative(value, "PidsLimit");
    }

    /// <summary>The memory that a node must have free for each task, in bytes, at least 4 MiB. Default: none.</summary>
    public long? MemoryReservationBytes
    {
        get;
        init => field = SpecChecks.Memory(value, "The memory reservation");
    }

    /// <summary>The CPUs that a node must have free for each task. Default: none.</summary>
    public double? CpusReservation
    {
        get;
        init => field = SpecChecks.Cpus(value, "The CPU reservation");
    }

    /// <summary>
    /// The resources that nodes were configured with and that each task takes, such as <c>gpu</c> and 1. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, long> GenericResources { get; init; } = new Dictionary<string, long>();

    /// <summary>
    /// The swap of each task in bytes; -1 for no limit. Requires API 1.52; older engines ignore it. Default: that of the engine.
    /// </summary>
    public long? SwapBytes { get; init; }

    /// <summary>
    /// The swappiness of the memory, 0 to 100. Requires API 1.52; older engines ignore it. Default: that of the node.
    /// </summary>
    public int? MemorySwappiness
    {
        get;
        init => field = value is null or (>= -1 and <= 100)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The swappiness must be from 0 to 100, or -1 for the default.");
    }

    /// <summary>
    /// Indicates whether the registry is asked for the digest of the image, so that all nodes run the same image, and for its
    /// platforms, so that only suitable nodes get tasks. An image that the registry does not have is used by its name, as by the Docker
    /// CLI. Default: true.
    /// </summary>
    public bool ResolveImage { get; init; } = true;

    /// <summary>
    /// Indicates whether the nodes get the credentials for the registry of the image: the option <c>--with-registry-auth</c>.
    /// Default: false.
    /// </summary>
    public bool WithRegistryAuth { get; init; }

    /// <summary>
    /// Indicates whether a deployment returns before the service has converged: the option <c>--detach</c>. Default: false.
    /// </summary>
    public bool Detach { get; init; }

    /// <summary>
    /// The time limit for the convergence of a deployment, without which an image that does not exist would be waited for. Default: 5
    /// minutes. <see cref="Timeout.InfiniteTimeSpan"/> waits without a limit, as the Docker CLI does.
    /// </summary>
    public TimeSpan ConvergenceTimeout
    {
        get;
        init => field = SpecChecks.ConvergenceTimeout(value);
    } = TimeSpan.FromMinutes(5);

    internal bool IsJob => Mode is ServiceMode.ReplicatedJob or ServiceMode.GlobalJob;
}
