using System.Text;
using ContainerKit.Diagnostics;

namespace ContainerKit;

/// <summary>
/// The exit code and the output of a process in a container. Immutable data; it stays valid after the container is
/// removed.
/// </summary>
public sealed partial class ProcessResult
{
    private readonly Lazy<string> _stdout;
    private readonly Lazy<string> _stderr;

    internal ProcessResult(IReadOnlyList<string> command, int exitCode, ReadOnlyMemory<byte> stdout, ReadOnlyMemory<byte> stderr)
    {
        Command = command;
        ExitCode = exitCode;
        StdoutBytes = stdout;
        StderrBytes = stderr;
        // The text is decoded on first use, so that a caller who only needs the bytes of a large output does not pay
        // for it.
        _stdout = new Lazy<string>(() => Encoding.UTF8.GetString(StdoutBytes.Span));
        _stderr = new Lazy<string>(() => Encoding.UTF8.GetString(StderrBytes.Span));
    }

    /// <summary>The command and its arguments. Empty if the command of the image was used.</summary>
    public IReadOnlyList<string> Command { get; }

    /// <summary>The exit code. A value above 128 usually stands for a signal (137 is SIGKILL).</summary>
    public int ExitCode { get; }

    /// <summary>The standard output as UTF-8 text with its line ends. An invalid byte becomes U+FFFD.</summary>
    public string Stdout => _stdout.Value;

    /// <summary>
    /// The standard error as UTF-8 text with its line ends. Empty with a TTY, which merges both outputs.
    /// </summary>
    public string Stderr => _stderr.Value;

    /// <summary>The bytes of the standard output.</summary>
    public ReadOnlyMemory<byte> StdoutBytes { get; }

    /// <summary>The bytes of the standard error.</summary>
    public ReadOnlyMemory<byte> StderrBytes { get; }

    /// <summary>
    /// Returns the command, the exit code with its signal, and the last lines of both outputs, for a message such as that
    /// of a failed assertion.
    /// </summary>
    /// <returns>
    /// A text without a line end: <c>cat x: exit code 1.</c>, and an indented block for each output that is not empty. At most 20
    /// lines and 4000 characters of each output are included.
    /// </returns>
    public string Describe() => $"{this}.{DescribeOutput()}";

    /// <summary>Returns the command and the exit code with its signal on one line.</summary>
    public override string ToString() =>
        $"{(Command.Count == 0 ? "(image's command)" : ErrorText.FormatCommand(Command))}: {ExitSummary.Describe(ExitCode)}";

    /// <summary>Returns the last lines of both outputs as indented blocks on new lines.</summary>
    internal string DescribeOutput() => ErrorText.Tail("stdout", StdoutBytes) + ErrorText.Tail("stderr", StderrBytes);
}
