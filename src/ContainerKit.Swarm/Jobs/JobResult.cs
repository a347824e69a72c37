namespace ContainerKit.Swarm;

/// <summary>The results of all tasks of a job.</summary>
public sealed record JobResult
{
    internal JobResult(string name, IReadOnlyList<JobTaskResult> tasks)
    {
        Name = name;
        Tasks = tasks;
    }

    /// <summary>The name of the job.</summary>
    public string Name { get; }

    /// <summary>The results, in the order of <see cref="JobSpec.Tasks"/>. Each task has exactly one.</summary>
    public IReadOnlyList<JobTaskResult> Tasks { get; }

    /// <summary>Indicates whether all tasks have the exit code 0.</summary>
    public bool IsSuccess => Tasks.All(task => task.IsSuccess);

    /// <summary>Throws if a task failed.</summary>
    /// <exception cref="JobTasksFailedException">The exit code of a task is not 0.</exception>
    public JobResult EnsureSuccess() => IsSuccess ? this : throw new JobTasksFailedException(this);

    /// <summary>Returns the name and the numbers of tasks on one line.</summary>
    public override string ToString() => $"job {Name}: {Tasks.Count(task => task.IsSuccess)} of {Tasks.Count} tasks succeeded";
}
