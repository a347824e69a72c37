namespace ContainerKit;

/// <summary>The output of a process that a line was written to.</summary>
public enum OutputSource
{
    /// <summary>Standard output. With a TTY, it also contains standard error.</summary>
    Stdout = 1,

    /// <summary>Standard error.</summary>
    Stderr = 2,
}
