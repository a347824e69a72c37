using ContainerKit.Diagnostics;

namespace ContainerKit;

/// <summary>A command that a <see cref="TerminalShell"/> has run. Plain data.</summary>
public sealed record ShellResult
{
    internal ShellResult(string command, string output, int exitCode)
    {
        Command = command;
        Output = output;
        ExitCode = exitCode;
    }

    /// <summary>The command as it was given.</summary>
    public string Command { get; }

    /// <summary>What it wrote, both outputs merged, with LF line ends.</summary>
    public string Output { get; }

    /// <summary>Its exit code.</summary>
    public int ExitCode { get; }

    /// <summary>The command and its exit code on one line.</summary>
    public override string ToString() => $"{ErrorText.LastLines(Command).Split('\n')[0]}: exit code {ExitCode}";
}
