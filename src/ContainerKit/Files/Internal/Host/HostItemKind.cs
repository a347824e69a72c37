namespace ContainerKit.Files;

/// <summary>The kind of a file on this machine.</summary>
internal enum HostItemKind
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>A named pipe.</summary>
    Fifo,

    /// <summary>A character device.</summary>
    CharacterDevice,

    /// <summary>A block device.</summary>
    BlockDevice,

    /// <summary>A socket, or a file of an unknown kind. Archives cannot contain it.</summary>
    Socket,
}
