using ContainerKit.Diagnostics;
using ContainerKit.Swarm.Services;

namespace ContainerKit.Swarm;

/// <summary>
/// The description of a job with results: tasks that run to completion on the nodes of a swarm, each with its own command. The
/// variables <c>JOB_TASK_INDEX</c>, from 0, and <c>JOB_TASK_COUNT</c> are set for each task.
/// </summary>
/// <example><code>
/// new JobSpec([new JobTask("test", "--class", "A"), new JobTask("test", "--class", "B")]) { MaxConcurrent = 4, Retries = 1 }
/// </code></example>
public sealed record JobSpec
{
    /// <summary>Creates the description of a job.</summary>
    /// <param name="tasks">The tasks, at least one.</param>
    /// <exception cref="ArgumentException">There is no task, or one is null.</exception>
    public JobSpec(IReadOnlyList<JobTask> tasks)
    {
        Tasks = SpecChecks.Items(tasks, "tasks");
        if (Tasks.Count == 0) throw new ArgumentException("A job needs at least one task.", nameof(tasks));
    }

    /// <summary>The tasks.</summary>
    public IReadOnlyList<JobTask> Tasks { get; }

    /// <summary>The name, of which each service of the job has the beginning. Default: <c>job-</c> and a random suffix.</summary>
    public string? Name
    {
        get;
        init => field = value is null || SpecChecks.ServiceName(value).Length <= 50
            ? value
            : throw ArgumentErrors.Create($"The name of a job has at most 50 characters, and '{value}' is longer.", nameof(value));
    }

    /// <summary>
    /// The maximum number of tasks that run at the same time. Default: all; the scheduler distributes them over the nodes.
    /// </summary>
    public int? MaxConcurrent
    {
        get;
        init => field = SpecChecks.Positive(value, "The number of concurrent tasks");
    }

    /// <summary>
    /// The number of times that a failed task is repeated. A task whose node was lost or drained is always repeated, on another node.
    /// Default: 0.
    /// </summary>
    public int Retries
    {
        get;
        init => field = SpecChecks.NotNegative(value, "The number of retries")!.Value;
    }

    /// <summary>The time before a task is repeated, at least one second. Default: 2 seconds.</summary>
    public TimeSpan RetryDelay
    {
        get;
        init => field = value >= TimeSpan.FromSeconds(1)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, "RetryDelay must be at least one second, so that a task is not repeated before its failure is seen.");
    } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The time after which a task without a suitable node fails the job. Default: 5 minutes.
    /// <see cref="Timeout.InfiniteTimeSpan"/> waits without a limit.
    /// </summary>
    public TimeSpan SchedulingTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The rest of the description, such as networks, constraints and limits, which is the same for all tasks. Its mode, number of
    /// tasks and restart policy are those of the job.
    /// </summary>
    public ServiceSpec Service { get; init; } = new();

    /// <summary>
    /// A callback for each result, in the order in which the tasks end, never at the same time. An exception from it fails the job.
    /// Default: none.
    /// </summary>
    public Action<JobTaskResult>? OnResult { get; init; }

    /// <summary>Returns the description of a job that runs one command several times.</summary>
    /// <param name="count">The number of tasks, at least 1.</param>
    /// <param name="command">The command, which finds its number in the variable <c>JOB_TASK_INDEX</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public static JobSpec Repeat(int count, params string[] command)
    {
        SpecChecks.Positive(count, "The number of tasks");
        return new JobSpec([.. Enumerable.Repeat(new JobTask(command), count)]);
    }

    /// <exception cref="ArgumentException">Two properties contradict each other.</exception>
    internal void Validate()
    {
        if (Service.Mode != ServiceMode.Replicated || Service.Replicas is not null || Service.MaxConcurrent is not null
            || Service.Restart is not null)
            throw new ArgumentException(
                "The tasks, the concurrency and the retries of a job are set in JobSpec. Leave Mode, Replicas, MaxConcurrent and "
                + "Restart of its Service out.",
                nameof(Service));
        ServiceOf(0).Validate();
    }

    /// <summary>Returns the description of the service of one task.</summary>
    internal ServiceSpec ServiceOf(int index)
    {
        var task = Tasks[index];
        var environment = Service.Environment.ToDictionary();
        environment["JOB_TASK_INDEX"] = $"{index}";
        environment["JOB_TASK_COUNT"] = $"{Tasks.Count}";
        foreach (var (name, value) in task.Environment) environment[name] = value;
        return Service with
        {
            Replicas = 1,
            Command = task.Command.Count > 0 ? task.Command : Service.Command,
            Environment = environment,
            Restart = new ServiceRestartPolicy { Condition = ServiceRestartCondition.OnFailure, Delay = RetryDelay },
        };
    }
}
