namespace ContainerKit.Swarm;

/// <summary>The exception for a config that the swarm does not have.</summary>
public sealed class ConfigNotFoundException : ContainerKitException
{
    internal ConfigNotFoundException(string config, string message, Exception? inner = null)
        : base(message, inner) => Config = config;

    /// <summary>The requested name or id.</summary>
    public string Config { get; }
}
