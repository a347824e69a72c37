namespace ContainerKit;

/// <summary>An exec exceeded its <see cref="ExecSpec.Timeout"/>.</summary>
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

    /// <summary>What the process had written to its standard output by then.</summary>
    public string Stdout { get; }

    /// <summary>What the process had written to its standard error by then.</summary>
    public string Stderr { get; }
}
