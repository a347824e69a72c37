namespace ContainerKit;

/// <summary>
/// The options of a container that runs to completion: the allowed exit codes and the destinations of its output. Immutable.
/// </summary>
/// <example><code>
/// await Image.Pull("postgres").Run(spec).ToCompletion(new CompletionOptions { StandardOutput = OutputTarget.ToFile("shop.sql") });
/// </code></example>
public sealed record CompletionOptions
{
    /// <summary>The exit codes that do not throw a <see cref="RunFailedException"/>. Default: 0.</summary>
    public ExitCodes AllowedExitCodes
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = ExitCodes.Zero;

    /// <summary>
    /// The destination of the standard output: a stream, a file, a callback, or the result. With a TTY, it gets the whole output.
    /// Default: <see cref="OutputTarget.Collect"/>.
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
    /// A callback that receives each output line, in order, on the reading thread. While it runs, the process blocks when its pipe is
    /// full. An exception from it fails the operation. A line with more than 16 MiB arrives in parts of 16 MiB. Default: none.
    /// </summary>
    public Action<OutputLine>? OnLine { get; init; }
}
