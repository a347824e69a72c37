using ContainerKit.Swarm.Jobs;

namespace ContainerKit.Swarm;

/// <summary>Adds jobs to plans whose result is an image.</summary>
public static class ImagePlanJobExtensions
{
    /// <summary>Runs one command several times on the nodes of the swarm.</summary>
    /// <param name="image">The plan of the image. The nodes get the image from its registry.</param>
    /// <param name="count">The number of tasks, at least 1.</param>
    /// <param name="command">The command, which finds its number, from 0, in the variable <c>JOB_TASK_INDEX</c>.</param>
    /// <inheritdoc cref="RunJob(ImagePlan, JobSpec)"/>
    public static Plan<JobResult> RunJob(this ImagePlan image, int count, params string[] command) =>
        image.RunJob(JobSpec.Repeat(count, command));

    /// <summary>
    /// Runs tasks to completion on the nodes of the swarm, and returns the output and the exit code of each. Each task is a service
    /// with one replica, which the engine replaces when its node is lost or drained. A failed task does not fail the plan; see
    /// <see cref="JobResult.EnsureSuccess"/>. At the end, and on failure or cancellation, the tasks are stopped and removed.
    /// </summary>
    /// <param name="image">The plan of the image. The nodes get the image from its registry.</param>
    /// <param name="spec">The tasks.</param>
    /// <exception cref="ArgumentException">Two properties of the spec contradict each other.</exception>
    public static Plan<JobResult> RunJob(this ImagePlan image, JobSpec spec)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(spec);
        spec.Validate();
        return Plan.Create($"{image} -> run a job of {spec.Tasks.Count} tasks", async context =>
        {
            var deployed = await context.RunAsync(image).ConfigureAwait(false);
            return await new JobRunner(context, deployed.Reference, spec).RunAsync().ConfigureAwait(false);
        }).WithOptionsOf(image);
    }
}
