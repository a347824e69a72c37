namespace ContainerKit.Files;

/// <summary>The kind of an entry in a tar archive. The values are the type flags of the format.</summary>
internal enum ArchiveEntryKind
{
    /// <summary>A file with content.</summary>
    File = '0',

    /// <summary>Another name of a file that precedes it in the archive.</summary>
    HardLink = '1',

    /// <summary>A symbolic link.</summary>
    SymbolicLink = '2',

    /// <summary>A character device.</summary>
    CharacterDevice = '3',

    /// <summary>A block device.</summary>
    BlockDevice = '4',

    /// <summary>A folder.</summary>
    Folder = '5',

    /// <summary>A named pipe.</summary>
    Fifo = '6',
}
