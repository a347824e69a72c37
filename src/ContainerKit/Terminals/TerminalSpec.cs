using ContainerKit.Diagnostics;
using Docker.DotNet.Models;

namespace ContainerKit;

/// <summary>
/// A command to run interactively in a container, with the options of <c>docker exec -it</c>. Immutable.
/// </summary>
/// <example><code>
/// new TerminalSpec("psql", "-U", "postgres") { User = "postgres", Size = new(120, 40) }
/// </code></example>
public sealed record TerminalSpec : TerminalOptions
{
    private readonly ExecSpec _exec;

    /// <summary>Creates a spec.</summary>
    /// <param name="command">
    /// The command and its arguments. They are passed to the process unchanged, without a shell.
    /// </param>
    /// <exception cref="ArgumentException">The command is empty or contains null.</exception>
    public TerminalSpec(params string[] command) => _exec = new ExecSpec(command);

    /// <summary>The command and its arguments.</summary>
    public IReadOnlyList<string> Command => _exec.Command;

    /// <summary>Indicates whether the process gets a TTY. Default: true.</summary>
    /// <remarks>Without a TTY, standard output and standard error are separate, and the input can be closed.</remarks>
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

    /// <summary>The spec on one line. The values of environment variables are not included.</summary>
    public override string ToString() => $"exec -i{(Tty ? "t" : "")} {ErrorText.FormatCommand(Command)}";
}
