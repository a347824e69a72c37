namespace ContainerKit;

/// <summary>The exception for an exec that exceeded its <see cref="ExecSpec.Timeout"/>.</summary>
public sealed class ExecTimeoutException : ContainerKitException
{
    private readonly ProcessResult _partial;

    internal ExecTimeoutException(TimeSpan timeout, ProcessResult partial, string message)
        : base(message)
    {
        Timeout = timeout;
        _partial = partial;
    }

    /// <summary>The timeout of the exec.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>The standard output until the timeout.</summary>
    public string Stdout => _partial.Stdout;

    /// <summary>The standard error until the timeout.</summary>
    public string Stderr => _partial.Stderr;
}
