namespace ContainerKit.Swarm;

/// <summary>The exception for an update that the engine paused or rolled back because updated tasks failed.</summary>
public sealed class ServiceUpdateException : ServiceNotConvergedException
{
    internal ServiceUpdateException(string service, ServiceUpdateState state, IReadOnlyList<ServiceTask> tasks, string message)
        : base(service, tasks, message) => State = state;

    /// <summary>The state of the update: <c>Paused</c>, <c>RollbackPaused</c> or <c>RollbackCompleted</c>.</summary>
    public ServiceUpdateState State { get; }
}
