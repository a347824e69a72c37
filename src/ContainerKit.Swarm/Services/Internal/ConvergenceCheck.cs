namespace ContainerKit.Swarm.Services;

/// <summary>
/// Decides whether a service has converged, from one reading of its tasks after the other. The decision is that of the Docker CLI:
/// https://github.com/docker/cli/blob/28f756087eea5fa301f3fbf12b01ae62f91521c2/cli/command/service/progress/progress.go
/// </summary>
internal sealed class ConvergenceCheck
{
    private HashSet<string>? _jobNodes;

    /// <summary>Returns whether all tasks run, or whether all tasks of a job are complete.</summary>
    /// <param name="service">The service.</param>
    /// <param name="tasks">The tasks of the service that have its present spec.</param>
    /// <param name="activeNodes">The ids of the nodes that are not down.</param>
    public bool IsConverged(
        ServiceDetails service, IReadOnlyList<ServiceTask> tasks, IReadOnlySet<string> activeNodes) => service.Mode switch
        {
            ServiceMode.Replicated => IsReplicatedConverged(service.Replicas ?? 0, tasks, activeNodes),
            ServiceMode.Global => IsGlobalConverged(tasks, activeNodes),
            // An engine can run more tasks than the job has, which the Docker CLI would wait for without an end:
            // https://github.com/moby/moby/issues/53632
            ServiceMode.ReplicatedJob => CountComplete(service, tasks, task => task.Slot) >= (service.Replicas ?? 0),
            _ => IsGlobalJobConverged(service, tasks, activeNodes),
        };

    private static bool IsReplicatedConverged(int replicas, IReadOnlyList<ServiceTask> tasks, IReadOnlySet<string> activeNodes)
    {
        var bySlot = new Dictionary<int, ServiceTask>();
        foreach (var task in tasks.Where(IsCounted))
        {
            if (bySlot.TryGetValue(task.Slot, out var other) && !Precedes(task, other)) continue;
            if (task.NodeId.Length > 0 && !activeNodes.Contains(task.NodeId)) continue;
            bySlot[task.Slot] = task;
        }

        return bySlot.Values.Count(IsRunning) == replicas;
    }

    private static bool IsGlobalConverged(IReadOnlyList<ServiceTask> tasks, IReadOnlySet<string> activeNodes)
    {
        var byNode = new Dictionary<string, ServiceTask>();
        foreach (var task in tasks.Where(IsCounted))
        {
            if (!byNode.TryGetValue(task.NodeId, out var other) || Precedes(task, other)) byNode[task.NodeId] = task;
        }

        // The engine creates the tasks of all suitable nodes at once, so their number is known from the tasks.
        return byNode.Count > 0 && byNode.Values.Count(task => activeNodes.Contains(task.NodeId) && IsRunning(task)) == byNode.Count;
    }

    private bool IsGlobalJobConverged(ServiceDetails service, IReadOnlyList<ServiceTask> tasks, IReadOnlySet<string> activeNodes)
    {
        if (_jobNodes is null)
        {
            if (tasks.Count == 0 && activeNodes.Count > 0) return false;
            // Nodes that join later get tasks too, but are not waited for.
            _jobNodes = [.. tasks.Where(task => task.JobIteration == service.JobIteration).Select(task => task.NodeId)];
        }

        return CountComplete(service, [.. tasks.Where(task => _jobNodes.Contains(task.NodeId))], task => task.NodeId) == _jobNodes.Count;
    }

    private static int CountComplete<TKey>(ServiceDetails service, IReadOnlyList<ServiceTask> tasks, Func<ServiceTask, TKey> key)
        where TKey : notnull =>
        tasks.Where(task => task.JobIteration == service.JobIteration && IsCounted(task))
            .GroupBy(key)
            .Count(group => group.MinBy(task => task.State)!.State == ServiceTaskState.Complete);

    // Of several tasks in one slot, the one with the lowest desired state counts, then the one with the lowest state.
    private static bool Precedes(ServiceTask task, ServiceTask other) =>
        task.DesiredState != other.DesiredState ? task.DesiredState < other.DesiredState : task.State < other.State;

    private static bool IsRunning(ServiceTask task) =>
        task.DesiredState <= ServiceTaskState.Running && task.State == ServiceTaskState.Running;

    private static bool IsCounted(ServiceTask task) => IsCounted(task.State) && IsCounted(task.DesiredState);

    private static bool IsCounted(ServiceTaskState state) => state is > ServiceTaskState.Unknown and < ServiceTaskState.Remove;
}
