namespace ContainerKit.Swarm;

/// <summary>The exception for a service that does not exist.</summary>
public sealed class ServiceNotFoundException : ContainerKitException
{
    internal ServiceNotFoundException(string service, string message, Exception? inner = null)
        : base(message, inner) => Service = service;

    /// <summary>The name or id of the service.</summary>
    public string Service { get; }
}
