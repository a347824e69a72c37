using System.Text;
using ContainerKit.Diagnostics;

namespace ContainerKit;

/// <summary>How a process in a container ended, and what it wrote. Plain data: it outlives the container.</summary>
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
        // Decoded when asked for: whoever wants the bytes of a large output does not pay for its text.
        _stdout = new Lazy<string>(() => Encoding.UTF8.GetString(StdoutBytes.Span));
        _stderr = new Lazy<string>(() => Encoding.UTF8.GetString(StderrBytes.Span));
    }

    /// <summary>The command and its arguments; empty where the image's own command ran.</summary>
    public IReadOnlyList<string> Command { get; }

    /// <summary>The process's exit code; 128 and more usually means a signal (137 is SIGKILL).</summary>
    public int ExitCode { get; }

    /// <summary>Standard output as UTF-8 text, with its line ends; a byte that is not UTF-8 becomes U+FFFD.</summary>
    public string Stdout => _stdout.Value;

    /// <summary>Standard error as UTF-8 text, with its line ends; empty with a TTY, which has one merged output.</summary>
    public string Stderr => _stderr.Value;

    /// <summary>Standard output as it came.</summary>
    public ReadOnlyMemory<byte> StdoutBytes { get; }

    /// <summary>Standard error as it came.</summary>
    public ReadOnlyMemory<byte> StderrBytes { get; }

    /// <summary>The command and its exit code on one line.</summary>
    public override string ToString() => $"{(Command.Count == 0 ? "(image's command)" : ErrorText.FormatCommand(Command))}: exit code {ExitCode}";
}
