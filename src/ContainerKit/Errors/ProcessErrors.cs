namespace ContainerKit;

/// <summary>An exec ended with an exit code that its <see cref="ExecSpec.AllowedExitCodes"/> do not hold.</summary>
public sealed class ExecFailedException : ContainerKitException
{
    internal ExecFailedException(ProcessResult result, string message)
        : base(message) => Result = result;

    /// <summary>The exit code and the whole output.</summary>
    public ProcessResult Result { get; }
}

/// <summary>An exec exceeded its <see cref="ExecSpec.Timeout"/>.</summary>
public sealed class ExecTimedOutException : ContainerKitException
{
    internal ExecTimedOutException(TimeSpan timeout, string stdout, string stderr, string message)
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

/// <summary>A foreground run ended with an exit code that was not allowed.</summary>
public sealed class RunFailedException : ContainerKitException
{
    internal RunFailedException(ProcessResult result, string message)
        : base(message) => Result = result;

    /// <summary>The exit code and the whole output.</summary>
    public ProcessResult Result { get; }
}
