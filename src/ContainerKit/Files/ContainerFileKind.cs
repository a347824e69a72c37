namespace ContainerKit;

/// <summary>The kind of a file in a container.</summary>
public enum ContainerFileKind
{
    /// <summary>A pipe, a socket or a device.</summary>
    Special,

    /// <summary>A file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link.</summary>
    Link,
}
