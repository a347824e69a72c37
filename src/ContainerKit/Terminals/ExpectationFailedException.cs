namespace ContainerKit;

/// <summary>
/// The exception for a terminal that did not show the expected output: the timeout elapsed, or the output ended first.
/// </summary>
public sealed class ExpectationFailedException : ContainerKitException
{
    internal ExpectationFailedException(string pattern, int? exitCode, string screen, string transcript, string message)
        : base(message)
    {
        Pattern = pattern;
        ExitCode = exitCode;
        Screen = screen;
        Transcript = transcript;
    }

    /// <summary>The patterns that were expected, as text.</summary>
    public string Pattern { get; }

    /// <summary>The exit code of the process; null if it still runs or if the exit code is not known.</summary>
    public int? ExitCode { get; }

    /// <summary>The last lines of the output, as many as the terminal has rows, without escape sequences.</summary>
    public string Screen { get; }

    /// <summary>The last 64 KiB of the output, without escape sequences.</summary>
    public string Transcript { get; }
}
