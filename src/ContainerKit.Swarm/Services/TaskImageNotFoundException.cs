namespace ContainerKit.Swarm;

/// <summary>The exception for a service whose image a node could not get. The message has the node and its error.</summary>
public sealed class TaskImageNotFoundException : ServiceNotConvergedException
{
    internal TaskImageNotFoundException(string service, IReadOnlyList<ServiceTask> tasks, string message)
        : base(service, tasks, message)
    {
    }
}
