namespace ContainerKit.Swarm;

/// <summary>
/// The exception for the log of a service or a task that is not complete: a node reported an error in it, it broke off, or it is
/// longer than <see cref="DockerEngine.MaximumOutputLength"/> and was to be held in memory.
/// </summary>
public sealed class ServiceLogException : ContainerKitException
{
    internal ServiceLogException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
