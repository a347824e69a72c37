namespace ContainerKit;

/// <summary>The exception for a volume that is not on the engine.</summary>
public sealed class VolumeNotFoundException : ContainerKitException
{
    internal VolumeNotFoundException(string volume, string message, Exception? inner = null)
        : base(message, inner) => Volume = volume;

    /// <summary>The requested name.</summary>
    public string Volume { get; }
}
