namespace ContainerKit;

/// <summary>What becomes of a link that points outside of the folder it is copied with.</summary>
public enum ExternalSymlinkPolicy
{
    /// <summary>It ends the copy with an <see cref="UnsafeArchiveException"/>.</summary>
    Refuse,

    /// <summary>It is left out.</summary>
    Skip,

    /// <summary>It is made as it is, as the docker command does. Nothing is ever written through it, but what reads the copy may be led elsewhere by it.</summary>
    Keep,
}
