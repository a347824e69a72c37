namespace ContainerKit;

/// <summary>The exception for a command that is not in the image or not executable.</summary>
public sealed class CommandNotFoundException : ContainerKitException
{
    internal CommandNotFoundException(IReadOnlyList<string> command, string message, Exception? inner = null)
        : base(message, inner) => Command = command;

    /// <summary>The command and its arguments. Empty if the command of the image was used.</summary>
    public IReadOnlyList<string> Command { get; }
}
