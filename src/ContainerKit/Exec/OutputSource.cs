namespace ContainerKit;

/// <summary>Which of a process's two outputs something was written to.</summary>
public enum OutputSource
{
    /// <summary>Standard output. With a TTY both outputs arrive here.</summary>
    Stdout = 1,

    /// <summary>Standard error.</summary>
    Stderr = 2,
}
