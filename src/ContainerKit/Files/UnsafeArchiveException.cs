namespace ContainerKit;

/// <summary>
/// An archive tried to leave the folder it was unpacked in, and was refused: nothing was written outside. What came before the entry in
/// question has been unpacked.
/// </summary>
public sealed class UnsafeArchiveException : ContainerKitException
{
    internal UnsafeArchiveException(string entry, string message)
        : base(message) => Entry = entry;

    /// <summary>The name of the entry that was refused.</summary>
    public string Entry { get; }
}
