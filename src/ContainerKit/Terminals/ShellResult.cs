using ContainerKit.Diagnostics;

namespace ContainerKit;

/// <summary>The result of a command that a <see cref="TerminalShell"/> ran. Plain data.</summary>
public sealed record ShellResult
{
    internal ShellResult(string command, string output, int exitCode)
    {
        Command = command;
        Output = output;
        ExitCode = exitCode;
    }

    /// <summary>The command.</summary>
    public string Command { get; }

    /// <summary>The output of the command: standard output and standard error merged, with LF line ends.</summary>
    public string Output { get; }

    /// <summary>The exit code.</summary>
    public int ExitCode { get; }

    /// <summary>The command and its exit code on one line.</summary>
    public override string ToString() => $"{ErrorText.LastLines(Command).Split('\n')[0]}: exit code {ExitCode}";
}
