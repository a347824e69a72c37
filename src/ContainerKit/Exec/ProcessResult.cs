using ContainerKit.Diagnostics;
using ContainerKit.Exec;

namespace ContainerKit;

/// <summary>
/// The exit code and the output of a process in a container. Immutable data; it stays valid after the container is
/// removed.
/// </summary>
public sealed partial class ProcessResult
{
    private readonly CollectedOutput _stdout;
    private readonly CollectedOutput _stderr;

    internal ProcessResult(IReadOnlyList<string> command, int exitCode, ReadOnlyMemory<byte> stdout, ReadOnlyMemory<byte> stderr)
        : this(command, exitCode, CollectedOutput.FromBytes(stdout.Span), CollectedOutput.FromBytes(stderr.Span))
    {
    }

    private ProcessResult(IReadOnlyList<string> command, int exitCode, CollectedOutput stdout, CollectedOutput stderr)
    {
        Command = command;
        ExitCode = exitCode;
        _stdout = stdout;
        _stderr = stderr;
    }

    /// <summary>The command and its arguments. Empty if the command of the image was used.</summary>
    public IReadOnlyList<string> Command { get; }

    /// <summary>The exit code. A value above 128 usually stands for a signal (137 is SIGKILL).</summary>
    public int ExitCode { get; }

    /// <summary>
    /// The standard output as UTF-8 text with its line ends. An invalid byte becomes U+FFFD. It is decoded when it is first requested.
    /// Empty if the output was redirected. With <see cref="OutputTarget.CollectEnds"/>, a note stands for the bytes that were left out.
    /// </summary>
    public string Stdout => _stdout.GetText();

    /// <summary>
    /// The standard error as UTF-8 text with its line ends, as <see cref="Stdout"/>. Empty with a TTY, which merges both outputs.
    /// </summary>
    public string Stderr => _stderr.GetText();

    /// <summary>
    /// The bytes of the standard output. Empty if the output was redirected. With <see cref="OutputTarget.CollectEnds"/>, the first and
    /// the last bytes.
    /// </summary>
    public ReadOnlyMemory<byte> StdoutBytes => _stdout.GetBytes();

    /// <summary>The bytes of the standard error, as <see cref="StdoutBytes"/>.</summary>
    public ReadOnlyMemory<byte> StderrBytes => _stderr.GetBytes();

    /// <summary>The number of bytes of the standard output that are not in the result, because of its <see cref="OutputTarget"/>.</summary>
    public long OmittedStdoutLength => _stdout.OmittedLength;

    /// <summary>The number of bytes of the standard error that are not in the result, because of its <see cref="OutputTarget"/>.</summary>
    public long OmittedStderrLength => _stderr.OmittedLength;

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

    /// <summary>Creates the result of a process whose output was collected.</summary>
    internal static ProcessResult FromOutput(
        IReadOnlyList<string> command, int exitCode, CollectedOutput stdout, CollectedOutput stderr) =>
        new(command, exitCode, stdout, stderr);

    /// <summary>Returns the last lines of both outputs as indented blocks on new lines.</summary>
    internal string DescribeOutput() => ErrorText.Tail("stdout", _stdout.GetTail()) + ErrorText.Tail("stderr", _stderr.GetTail());
}
