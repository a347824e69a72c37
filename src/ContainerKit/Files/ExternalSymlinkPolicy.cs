namespace ContainerKit;

/// <summary>The policy for links that point outside of the copied folder.</summary>
public enum ExternalSymlinkPolicy
{
    /// <summary>The copy fails with an <see cref="UnsafeArchiveException"/>.</summary>
    Refuse,

    /// <summary>The link is skipped.</summary>
    Skip,

    /// <summary>
    /// The link is created unchanged, as by the Docker CLI. The copy never writes through it, but programs that read
    /// the copy may follow it.
    /// </summary>
    Keep,
}
