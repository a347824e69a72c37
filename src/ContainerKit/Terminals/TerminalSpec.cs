using ContainerKit.Diagnostics;
using Docker.DotNet.Models;

namespace ContainerKit;

/// <summary>A command to talk with in a container that runs: what <c>docker exec -it</c>'s options say. Immutable.</summary>
/// <example><code>
/// new TerminalSpec("psql", "-U", "postgres") { User = "postgres", Size = new(120, 40) }
/// </code></example>
public sealed record TerminalSpec : TerminalOptions
{
    private readonly ExecSpec _exec;

    /// <summary>A command and its arguments, given to the process as they are.</summary>
    /// <exception cref="ArgumentException">The command is empty or holds a null.</exception>
    public TerminalSpec(params string[] command) => _exec = new ExecSpec(command);

    /// <summary>The command and its arguments.</summary>
    public IReadOnlyList<string> Command => _exec.Command;

    /// <summary>Whether the process gets a terminal. Without, its two outputs come apart, and it sees the end of its input. Default: true.</summary>
    public bool Tty { get; init; } = true;

    /// <inheritdoc cref="ExecSpec.User"/>
    public string? User
    {
        get => _exec.User;
        init => _exec = _exec with { User = value };
    }

    /// <inheritdoc cref="ExecSpec.WorkingDirectory"/>
    public string? WorkingDirectory
    {
        get => _exec.WorkingDirectory;
        init => _exec = _exec with { WorkingDirectory = value };
    }

    /// <inheritdoc cref="ExecSpec.Environment"/>
    public IReadOnlyDictionary<string, string> Environment
    {
        get => _exec.Environment;
        init => _exec = _exec with { Environment = value };
    }

    /// <inheritdoc cref="ExecSpec.Privileged"/>
    public bool Privileged
    {
        get => _exec.Privileged;
        init => _exec = _exec with { Privileged = value };
    }

    /// <inheritdoc cref="ExecSpec.Customize"/>
    public Action<ContainerExecCreateParameters>? Customize
    {
        get => _exec.Customize;
        init => _exec = _exec with { Customize = value };
    }

    internal ExecSpec Exec => _exec;

    /// <summary>The terminal on one line; values of variables are not shown.</summary>
    public override string ToString() => $"exec -i{(Tty ? "t" : "")} {ErrorText.FormatCommand(Command)}";
}
