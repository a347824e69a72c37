namespace ContainerKit.Files;

/// <summary>The metadata of a file, folder or link on this machine.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Length">The length of a regular file in bytes; 0 for other kinds.</param>
/// <param name="Mode">The permissions with the setuid, setgid and sticky bits.</param>
/// <param name="ModifiedAt">The time of the last change of the content.</param>
internal sealed record HostItem(HostItemKind Kind, long Length, UnixFileMode Mode, UnixTime ModifiedAt)
{
    /// <summary>The mode of a file on a system without modes: a program from there must be executable.</summary>
    public const UnixFileMode DefaultMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>The device and inode, which identify a file whatever its name is; null if the system does not tell.</summary>
    public (ulong Device, ulong Inode)? Identity { get; init; }

    /// <summary>Indicates whether the file has several names (hard links).</summary>
    public bool HasHardLinks { get; init; }

    /// <summary>The major number of a device.</summary>
    public uint DeviceMajor { get; init; }

    /// <summary>The minor number of a device.</summary>
    public uint DeviceMinor { get; init; }
}
