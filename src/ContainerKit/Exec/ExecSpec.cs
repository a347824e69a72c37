using ContainerKit.Containers;
using ContainerKit.Diagnostics;
using Docker.DotNet.Models;

namespace ContainerKit;

/// <summary>A command to run in a container that runs, with everything it can be told. Immutable.</summary>
/// <example><code>
/// new ExecSpec("psql", "-U", "postgres") { StandardInput = "create table t (id int);", Timeout = TimeSpan.FromSeconds(10) }
/// </code></example>
public sealed record ExecSpec
{
    /// <summary>A command and its arguments, given to the process as they are: no shell is involved unless the command is one.</summary>
    /// <exception cref="ArgumentException">The command is empty or holds a null.</exception>
    public ExecSpec(params string[] command)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (command.Length == 0 || string.IsNullOrEmpty(command[0]))
            throw new ArgumentException("An exec needs a command, such as new ExecSpec(\"ls\", \"-l\").", nameof(command));
        if (command.Any(word => word is null)) throw new ArgumentException("An argument of the command is null.", nameof(command));
        Command = [.. command];
    }

    /// <summary>The command and its arguments.</summary>
    public IReadOnlyList<string> Command { get; }

    /// <summary>The user, as <c>name</c>, <c>uid</c>, <c>user:group</c>. Default: the container's.</summary>
    public string? User { get; init; }

    /// <summary>The working directory, absolute. Default: the container's.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Variables added to the container's environment. Their values appear in no message and no log.</summary>
    public IReadOnlyDictionary<string, string> Environment
    {
        get;
        init => field = SpecValidation.ValidateEnvironment(value);
    } = SpecValidation.EmptyMap;

    /// <summary>What the process reads on its standard input, after which it sees the end of file. Default: no standard input.</summary>
    public ProcessInput? StandardInput { get; init; }

    /// <summary>Which exit codes count as success; any other throws <see cref="ExecFailedException"/>. Default: 0.</summary>
    public ExitCodes AllowedExitCodes { get; init; } = ExitCodes.Zero;

    /// <summary>
    /// Called with each line of output when it comes, in order, on the reading thread: while it runs, the process waits once its pipe
    /// is full. An exception from it fails the exec. Default: none.
    /// </summary>
    public Action<OutputLine>? OnLine { get; init; }

    /// <summary>Whether the result holds the output. Turn it off with <see cref="OnLine"/> for outputs that memory should not hold. Default: true.</summary>
    public bool KeepOutput { get; init; } = true;

    /// <summary>The time that the process may take. After it, the process is killed and <see cref="ExecTimeoutException"/> is thrown. Default: no timeout.</summary>
    public TimeSpan? Timeout
    {
        get;
        init => field = value is { } timeout && timeout <= TimeSpan.Zero
            ? throw new ArgumentOutOfRangeException(nameof(value), timeout, "The timeout of an exec must be longer than zero.")
            : value;
    }

    /// <summary>Whether the process gets extended privileges. Default: false.</summary>
    public bool Privileged { get; init; }

    /// <summary>
    /// A last look at the raw request before it leaves, for what this type does not express. One of the library's two doors to the types of
    /// Docker.DotNet. Default: none.
    /// </summary>
    public Action<ContainerExecCreateParameters>? Customize { get; init; }

    /// <summary>The exec on one line; values of variables are not shown.</summary>
    public override string ToString() => "exec " + ErrorText.FormatCommand(Command);
}
