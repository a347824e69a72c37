namespace ContainerKit;

/// <summary>
/// The exception for an exec whose process the engine could not start, for example because the working directory or the
/// user does not exist in the container. A missing command is a <see cref="CommandNotFoundException"/>.
/// </summary>
public sealed class ExecStartException : ContainerKitException
{
    internal ExecStartException(IReadOnlyList<string> command, string engineMessage, string message, Exception? inner)
        : base(message, inner)
    {
        Command = command;
        EngineMessage = engineMessage;
    }

    /// <summary>The command and its arguments.</summary>
    public IReadOnlyList<string> Command { get; }

    /// <summary>The message of the engine.</summary>
    public string EngineMessage { get; }
}
