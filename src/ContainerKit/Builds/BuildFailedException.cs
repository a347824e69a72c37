namespace ContainerKit;

/// <summary>An image could not be built: a step of its Dockerfile failed, or the Dockerfile or its context is no good.</summary>
public sealed class BuildFailedException : ContainerKitException
{
    internal BuildFailedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>The number of the instruction that failed, from 1; of a build with BuildKit, within its stage. Null when none had begun.</summary>
    public int? StepNumber { get; internal init; }

    /// <summary>The instruction that failed, such as <c>RUN make</c>; null when none had begun.</summary>
    public string? Instruction { get; internal init; }

    /// <summary>The exit code of the command that failed; null when no command did.</summary>
    public int? ExitCode { get; internal init; }

    /// <summary>The last lines that the failed step wrote, of both its outputs; empty when it wrote none.</summary>
    public string Output { get; internal init; } = "";
}
