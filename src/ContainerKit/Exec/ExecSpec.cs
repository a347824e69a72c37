using ContainerKit.Containers;
using ContainerKit.Diagnostics;
using Docker.DotNet.Models;

namespace ContainerKit;

/// <summary>The description of an exec: a command to run in a running container, with its options. Immutable.</summary>
/// <example><code>
/// new ExecSpec("psql", "-U", "postgres") { StandardInput = "create table t (id int);", Timeout = TimeSpan.FromSeconds(10) }
/// </code></example>
public sealed record ExecSpec
{
    /// <summary>
    /// Creates the description of an exec. The arguments are passed to the process unchanged; no shell is involved
    /// unless the command is one.
    /// </summary>
    /// <exception cref="ArgumentException">The command is empty or contains null or a null character.</exception>
    public ExecSpec(params string[] command)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (command.Length == 0 || string.IsNullOrEmpty(command[0]))
            throw new ArgumentException(
                "An exec needs a command. Write one such as new ExecSpec(\"ls\", \"-l\").", nameof(command));
        if (command.Any(argument => argument is null))
            throw new ArgumentException(
                "An argument of the command is null. Leave it out or use an empty string.", nameof(command));
        Command = SpecValidation.ValidateStrings(command, "command arguments");
    }

    /// <summary>The command and its arguments.</summary>
    public IReadOnlyList<string> Command { get; }

    /// <summary>The user: <c>name</c>, <c>uid</c>, or <c>user:group</c>. Default: the user of the container.</summary>
    /// <exception cref="ArgumentException">The value contains a null character.</exception>
    public string? User
    {
        get;
        init => field = SpecValidation.ValidateText(value, "The user");
    }

    /// <summary>The working directory, as an absolute path. Default: the working directory of the container.</summary>
    /// <exception cref="ArgumentException">The value contains a null character.</exception>
    public string? WorkingDirectory
    {
        get;
        init => field = SpecValidation.ValidateText(value, "The working directory");
    }

    /// <summary>
    /// The environment variables to add to those of the container. Their values appear in no message and no log.
    /// Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, string> Environment
    {
        get;
        init => field = SpecValidation.ValidateEnvironment(value);
    } = SpecValidation.EmptyMap;

    /// <summary>
    /// The standard input of the process, followed by the end of the file. Default: no standard input.
    /// </summary>
    public ProcessInput? StandardInput { get; init; }

    /// <summary>
    /// The exit codes that count as success. Any other exit code throws <see cref="ExecFailedException"/>. Default: 0.
    /// </summary>
    public ExitCodes AllowedExitCodes { get; init; } = ExitCodes.Zero;

    /// <summary>
    /// A callback that receives each output line, in order, on the reading thread. While it runs, the process blocks
    /// when its pipe is full. An exception from it fails the exec. A line with more than 16 MiB arrives in parts of 16 MiB.
    /// Default: none.
    /// </summary>
    public Action<OutputLine>? OnLine { get; init; }

    /// <summary>
    /// Indicates whether the result contains the outputs whose target is <see cref="OutputTarget.Collect"/>. False is the same as
    /// <see cref="OutputTarget.Discard"/> for them. Use it with <see cref="OnLine"/> for output that is too large for memory.
    /// Default: true.
    /// </summary>
    public bool KeepOutput { get; init; } = true;

    /// <summary>
    /// The destination of the standard output: a stream, a file, a callback, or the result. Default:
    /// <see cref="OutputTarget.Collect"/>.
    /// </summary>
    public OutputTarget StandardOutput
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = OutputTarget.Collect;

    /// <summary>
    /// The destination of the standard error: a stream, a file, a callback, or the result. Default:
    /// <see cref="OutputTarget.Collect"/>.
    /// </summary>
    public OutputTarget StandardError
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = OutputTarget.Collect;

    /// <summary>
    /// The timeout of the process. When it expires, the process is killed and <see cref="ExecTimeoutException"/> is
    /// thrown. Default: no timeout.
    /// </summary>
    public TimeSpan? Timeout
    {
        get;
        init => field = value is { } timeout && timeout <= TimeSpan.Zero
            ? throw new ArgumentOutOfRangeException(nameof(value), timeout, "The timeout of an exec must be longer than zero.")
            : value;
    }

    /// <summary>Indicates whether the process gets extended privileges. Default: false.</summary>
    public bool Privileged { get; init; }

    /// <summary>
    /// A callback that can change the raw request before it is sent, for options that this type does not have. It is
    /// one of the two places where Docker.DotNet types are part of the public API. Default: none.
    /// </summary>
    public Action<ContainerExecCreateParameters>? Customize { get; init; }

    /// <summary>Returns the exec on one line, without values of environment variables.</summary>
    public override string ToString() => "exec " + ErrorText.FormatCommand(Command);
}
