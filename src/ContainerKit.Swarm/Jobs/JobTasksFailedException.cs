namespace ContainerKit.Swarm;

/// <summary>The exception for a job with failed tasks. The message has the first ones and the ends of their outputs.</summary>
public sealed class JobTasksFailedException : ContainerKitException
{
    private const int DescribedTasks = 3;
    private const int DescribedCharacters = 2000;

    internal JobTasksFailedException(JobResult result)
        : base(Describe(result)) => Result = result;

    /// <summary>The results of all tasks.</summary>
    public JobResult Result { get; }

    private static string Describe(JobResult result)
    {
        var failed = result.Tasks.Where(task => !task.IsSuccess).ToList();
        var text = $"{failed.Count} of {result.Tasks.Count} tasks of the job {result.Name} failed.";
        foreach (var task in failed.Take(DescribedTasks))
        {
            var output = (task.Stdout + task.Stderr).TrimEnd();
            if (output.Length > DescribedCharacters) output = "..." + output[^DescribedCharacters..];
            text += $"\n{task}" + (output.Length > 0 ? $"\n{output}" : "");
        }

        return text;
    }
}
