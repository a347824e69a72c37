namespace ContainerKit;

/// <summary>The exception for an exec that exceeded its <see cref="ExecSpec.Timeout"/>.</summary>
public sealed class ExecTimeoutException : ContainerKitException
{
    internal ExecTimeoutException(TimeSpan timeout, string stdout, string stderr, string message)
        : base(message)
    {
        Timeout = timeout;
        Stdout = stdout;
        Stderr = stderr;
    }

    /// <summary>The timeout of the exec.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>The standard output until the timeout.</summary>
    public string Stdout { get; }

    /// <summary>The standard error until the timeout.</summary>
    public string Stderr { get; }
}
