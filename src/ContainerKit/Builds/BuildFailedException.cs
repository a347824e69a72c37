namespace ContainerKit;

/// <summary>
/// The exception for a failed image build: a step failed, or the Dockerfile or its context is invalid.
/// </summary>
public sealed class BuildFailedException : ContainerKitException
{
    internal BuildFailedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>
    /// The number of the failed instruction, counted from 1. With BuildKit it is counted within the build stage. Null
    /// if no instruction had started.
    /// </summary>
    public int? StepNumber { get; internal init; }

    /// <summary>The failed instruction, such as <c>RUN make</c>. Null if no instruction had started.</summary>
    public string? Instruction { get; internal init; }

    /// <summary>The exit code of the failed command. Null if the failure was not a command's.</summary>
    public int? ExitCode { get; internal init; }

    /// <summary>
    /// The last lines of standard output and standard error of the failed step. Empty if it wrote nothing.
    /// </summary>
    public string Output { get; internal init; } = "";
}
