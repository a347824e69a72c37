namespace ContainerKit.Swarm;

/// <summary>The exception for a job of which a task failed more often than its restart policy allows.</summary>
public sealed class JobFailedException : ServiceNotConvergedException
{
    internal JobFailedException(string service, ServiceTask task, string output, IReadOnlyList<ServiceTask> tasks, string message)
        : base(service, tasks, message)
    {
        FailedTask = task;
        Output = output;
    }

    /// <summary>The first task that failed.</summary>
    public ServiceTask FailedTask { get; }

    /// <summary>The end of the log of the task, both outputs together. Empty if the log could not be read.</summary>
    public string Output { get; }
}
