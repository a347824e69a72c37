namespace ContainerKit;

/// <summary>A terminal did not show what was expected: the time was up, or the process ended first.</summary>
public sealed class ExpectationFailedException : ContainerKitException
{
    internal ExpectationFailedException(string expected, int? exitCode, string screen, string transcript, string message)
        : base(message)
    {
        Pattern = expected;
        ExitCode = exitCode;
        Screen = screen;
        Transcript = transcript;
    }

    /// <summary>What was expected, in words.</summary>
    public string Pattern { get; }

    /// <summary>The exit code where the process had ended; null where it ran on, or nobody could tell.</summary>
    public int? ExitCode { get; }

    /// <summary>The last screenful of output, without escape sequences.</summary>
    public string Screen { get; }

    /// <summary>The end of the output, up to 64 KiB of it, without escape sequences.</summary>
    public string Transcript { get; }
}
