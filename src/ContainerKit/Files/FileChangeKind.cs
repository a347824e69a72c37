namespace ContainerKit;

/// <summary>What became of a file.</summary>
public enum FileChangeKind
{
    /// <summary>Its content or its attributes are others; of a folder, what is in it is.</summary>
    Modified,

    /// <summary>It is new.</summary>
    Added,

    /// <summary>It is gone.</summary>
    Deleted,
}
