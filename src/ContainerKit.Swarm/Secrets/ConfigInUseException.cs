namespace ContainerKit.Swarm;

/// <summary>The exception for a config that cannot be removed because services use it.</summary>
public sealed class ConfigInUseException : ContainerKitException
{
    internal ConfigInUseException(string config, IReadOnlyList<string> services, string message, Exception? inner = null)
        : base(message, inner)
    {
        Config = config;
        Services = services;
    }

    /// <summary>The name of the config.</summary>
    public string Config { get; }

    /// <summary>The names of the services that use it.</summary>
    public IReadOnlyList<string> Services { get; }
}
