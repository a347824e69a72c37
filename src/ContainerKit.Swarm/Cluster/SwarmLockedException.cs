namespace ContainerKit.Swarm;

/// <summary>The exception for a manager whose state is encrypted and that needs its unlock key after a restart.</summary>
public sealed class SwarmLockedException : ContainerKitException
{
    internal SwarmLockedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
