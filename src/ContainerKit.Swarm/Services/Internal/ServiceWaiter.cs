using ContainerKit.Swarm.Internal;

namespace ContainerKit.Swarm.Services;

/// <summary>Waits until a service has converged, as <c>docker service create --detach=false</c> does.</summary>
internal static class ServiceWaiter
{
    // The default of the Docker CLI, for a service without a monitor time.
    private static readonly TimeSpan _defaultMonitor = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _delay = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits until all tasks have run for the monitor time, or until all tasks of a job are complete.</summary>
    /// <param name="api">The requests.</param>
    /// <param name="id">The id of the service.</param>
    /// <param name="timeout">The time limit.</param>
    /// <param name="untilUpdated">
    /// Indicates whether the wait is for an update. It then waits also for the end of the update. The Docker CLI does not: the tasks may
    /// have converged shortly before the engine decides whether the update failed. The end of an earlier update is no convergence.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The service, whose update was completed or rolled back.</returns>
    /// <exception cref="ServiceNotConvergedException">
    /// The time is up, the update was paused, or a task of a job failed for good.
    /// </exception>
    public static async Task<ServiceDetails> WaitAsync(
        ServiceApi api, string id, TimeSpan timeout, bool untilUpdated, CancellationToken cancellationToken)
    {
        var time = api.Engine.TimeProvider;
        var started = time.GetTimestamp();
        var check = new ConvergenceCheck();
        var monitor = _defaultMonitor;
        long? convergedAt = null;
        while (true)
        {
            var service = await api.InspectAsync(id, cancellationToken).ConfigureAwait(false);
            var specified = service.Json.GetMember("Spec").GetMember("UpdateConfig").GetDuration("Monitor");
            if (specified > TimeSpan.Zero) monitor = specified;
            switch (service.UpdateState)
            {
                case ServiceUpdateState.Completed when untilUpdated && convergedAt is null:
                    return service;
                case ServiceUpdateState.Paused or ServiceUpdateState.RollbackPaused:
                    throw await CreatePausedAsync(api, service, cancellationToken).ConfigureAwait(false);
            }

            var isUpdating = untilUpdated
                && service.UpdateState is (ServiceUpdateState.Updating or ServiceUpdateState.RollbackStarted);
            if (convergedAt is { } since && time.GetElapsedTime(since) >= monitor && !isUpdating) return service;
            var nodes = await api.NodesAsync(cancellationToken).ConfigureAwait(false);
            var tasks = await api.TasksAsync(id, isUpToDate: true, nodes, cancellationToken).ConfigureAwait(false);
            if (!check.IsConverged(service, tasks, nodes.Active)) convergedAt = null;
            else if (service.IsJob) return service;
            else convergedAt ??= time.GetTimestamp();
            if (service.IsJob && FindFailure(service, tasks) is { } failure)
                throw await CreateJobFailedAsync(api, service, failure, tasks, cancellationToken).ConfigureAwait(false);
            if (timeout != Timeout.InfiniteTimeSpan && time.GetElapsedTime(started) >= timeout && (convergedAt is null || isUpdating))
                throw CreateTimeout(service, tasks, timeout);
            await Task.Delay(_delay, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Returns the exception for an update that the engine rolled back.</summary>
    public static async Task<ServiceUpdateException> CreateRolledBackAsync(
        ServiceApi api, ServiceDetails service, CancellationToken cancellationToken)
    {
        var tasks = await GetAllTasksAsync(api, service, cancellationToken).ConfigureAwait(false);
        return new ServiceUpdateException(
            service.Name,
            service.UpdateState,
            tasks,
            $"Could not update service {service.Name}: the engine rolled it back (\"{service.UpdateMessage}\"). "
            + $"It runs the previous spec again.{DescribeFailures(tasks)}");
    }

    /// <summary>Returns the first task of a job that failed and is not replaced anymore.</summary>
    private static ServiceTask? FindFailure(ServiceDetails service, IReadOnlyList<ServiceTask> tasks)
    {
        var policy = service.Json.GetMember("Spec").GetMember("TaskTemplate").GetMember("RestartPolicy");
        var attempts = policy.GetText("Condition") == "none" ? 0 : policy.GetNumber("MaxAttempts");
        if (attempts == 0 && policy.GetText("Condition") != "none") return null;
        return tasks.Where(task => task.JobIteration == service.JobIteration && task.HasFailed)
            .GroupBy(task => service.Mode == ServiceMode.GlobalJob ? task.NodeId : $"{task.Slot}")
            .Where(group => group.Count() > attempts)
            .Select(group => group.First())
            .FirstOrDefault();
    }

    private static async Task<ServiceUpdateException> CreatePausedAsync(
        ServiceApi api, ServiceDetails service, CancellationToken cancellationToken)
    {
        var tasks = await GetAllTasksAsync(api, service, cancellationToken).ConfigureAwait(false);
        var kind = service.UpdateState == ServiceUpdateState.Paused ? "update" : "rollback";
        return new ServiceUpdateException(
            service.Name,
            service.UpdateState,
            tasks,
            $"The {kind} of service {service.Name} is paused (\"{service.UpdateMessage}\").{DescribeFailures(tasks)} "
            + "Correct the spec with UpdateAsync, or return to the previous one with RollbackAsync.");
    }

    private static async Task<JobFailedException> CreateJobFailedAsync(
        ServiceApi api, ServiceDetails service, ServiceTask failure, IReadOnlyList<ServiceTask> tasks, CancellationToken cancellationToken)
    {
        var output = "";
        var note = "";
        try
        {
            var isTty = service.Json.GetMember("Spec").GetMember("TaskTemplate").GetMember("ContainerSpec").GetFlag("TTY");
            var log = await TaskOutput.ReadAsync(api, failure.Id, isTty, tail: 20, cancellationToken).ConfigureAwait(false);
            output = (log.Stdout + log.Stderr).TrimEnd();
            if (output.Length > 0) note = "\nThe end of its log:\n" + output;
        }
        catch (Exception e) when (e is ContainerKitException or TimeoutException)
        {
            note = $" Its log could not be read: {e.Message}";
        }

        return new JobFailedException(
            service.Name, failure, output, tasks, $"The job {service.Name} failed: {failure}. It is not repeated anymore.{note}");
    }

    private static ServiceNotConvergedException CreateTimeout(ServiceDetails service, IReadOnlyList<ServiceTask> tasks, TimeSpan timeout)
    {
        var text = $"Service {service.Name} did not converge within {timeout.TotalSeconds:0.###} s.";
        var current = tasks.Where(task => task.DesiredState <= ServiceTaskState.Complete || task.HasFailed).ToList();
        if (current.FirstOrDefault(task => task.Error.Contains("No such image", StringComparison.OrdinalIgnoreCase)) is { } missing)
        {
            return new TaskImageNotFoundException(
                service.Name,
                tasks,
                $"{text} The node {missing.Node} could not get the image {service.Image}: {missing.Error}. Push the image to a registry "
                + "that all nodes reach; WithRegistryAuth passes the credentials for it.");
        }

        if (current.FirstOrDefault(task => task.Error.Contains("no suitable node", StringComparison.OrdinalIgnoreCase)) is { } pending)
        {
            return new NoSuitableNodeException(
                service.Name,
                tasks,
                $"{text} The scheduler found no node for it: {pending.Error}. Change the constraints, the reservations or the ports.");
        }

        return new ServiceNotConvergedException(service.Name, tasks, text + (tasks.Count == 0
            ? " It has no tasks: no node is suitable, or the managers have no leader."
            : " Its tasks:\n" + string.Join('\n', tasks.TakeLast(20).Select(task => "  " + task))));
    }

    private static async Task<IReadOnlyList<ServiceTask>> GetAllTasksAsync(
        ServiceApi api, ServiceDetails service, CancellationToken cancellationToken)
    {
        var nodes = await api.NodesAsync(cancellationToken).ConfigureAwait(false);
        return await api.TasksAsync(service.Id, isUpToDate: false, nodes, cancellationToken).ConfigureAwait(false);
    }

    private static string DescribeFailures(IReadOnlyList<ServiceTask> tasks) =>
        tasks.LastOrDefault(task => task.HasFailed) is { } failed ? $" The last failed task: {failed}." : "";
}
