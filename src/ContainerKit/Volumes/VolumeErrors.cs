namespace ContainerKit;

/// <summary>No volume of that name is on the engine.</summary>
public sealed class VolumeNotFoundException : ContainerKitException
{
    internal VolumeNotFoundException(string volume, string message, Exception? inner = null)
        : base(message, inner) => Volume = volume;

    /// <summary>The name that was asked for.</summary>
    public string Volume { get; }
}
