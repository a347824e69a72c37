namespace ContainerKit.Swarm;

/// <summary>The exception for a service whose tasks wait for a suitable node. The message has the scheduler's reasons.</summary>
public sealed class NoSuitableNodeException : ServiceNotConvergedException
{
    internal NoSuitableNodeException(string service, IReadOnlyList<ServiceTask> tasks, string message)
        : base(service, tasks, message)
    {
    }
}
