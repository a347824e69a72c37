namespace ContainerKit.Files;

/// <summary>The header of an entry in a tar archive. Names are in the form of <see cref="PathText"/>.</summary>
/// <param name="Kind">The kind of the entry.</param>
/// <param name="Name">The path in the archive. The name of a folder may end in a slash.</param>
internal sealed record ArchiveEntry(ArchiveEntryKind Kind, string Name)
{
    /// <summary>The target of a symbolic link, or the name of the first entry of a hard link; empty for other kinds.</summary>
    public string LinkName { get; init; } = "";

    /// <summary>The length of the content in bytes; 0 for all kinds except a file.</summary>
    public long Length { get; init; }

    /// <summary>The permissions with the setuid, setgid and sticky bits.</summary>
    public UnixFileMode Mode { get; init; }

    /// <summary>The time of the last change of the content.</summary>
    public UnixTime ModifiedAt { get; init; }

    /// <summary>The user id. Ids have up to 32 bits.</summary>
    public long UserId { get; init; }

    /// <summary>The group id. Ids have up to 32 bits.</summary>
    public long GroupId { get; init; }

    /// <summary>The major number of a device.</summary>
    public long DeviceMajor { get; init; }

    /// <summary>The minor number of a device.</summary>
    public long DeviceMinor { get; init; }

    /// <summary>The extended attributes, such as <c>security.capability</c>.</summary>
    public IReadOnlyDictionary<string, byte[]> Attributes { get; init; } = new Dictionary<string, byte[]>();
}
