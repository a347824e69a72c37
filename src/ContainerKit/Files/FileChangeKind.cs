namespace ContainerKit;

/// <summary>The kind of a change of a file.</summary>
public enum FileChangeKind
{
    /// <summary>The content or the attributes of the file, or the content of the folder, changed.</summary>
    Modified,

    /// <summary>The file was added.</summary>
    Added,

    /// <summary>The file was deleted.</summary>
    Deleted,
}
