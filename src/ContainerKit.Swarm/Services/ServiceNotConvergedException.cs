namespace ContainerKit.Swarm;

/// <summary>The exception for a service that did not reach its desired state.</summary>
public class ServiceNotConvergedException : ContainerKitException
{
    internal ServiceNotConvergedException(string service, IReadOnlyList<ServiceTask> tasks, string message)
        : base(message)
    {
        Service = service;
        Tasks = tasks;
    }

    /// <summary>The name of the service.</summary>
    public string Service { get; }

    /// <summary>The tasks, with their states and errors.</summary>
    public IReadOnlyList<ServiceTask> Tasks { get; }
}
