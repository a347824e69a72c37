namespace ContainerKit;

/// <summary>
/// The exception for an archive with an entry that would be extracted outside of the target folder. Nothing was written
/// outside of it. Entries before the refused one were extracted.
/// </summary>
public sealed class UnsafeArchiveException : ContainerKitException
{
    internal UnsafeArchiveException(string entry, string message)
        : base(message) => Entry = entry;

    /// <summary>The name of the refused entry.</summary>
    public string Entry { get; }
}
