namespace ContainerKit;

/// <summary>The command to run is not in the image, or is not executable there.</summary>
public sealed class CommandNotFoundException : ContainerKitException
{
    internal CommandNotFoundException(IReadOnlyList<string> command, string message, Exception? inner = null)
        : base(message, inner) => Command = command;

    /// <summary>The command and its arguments; empty where the image's own command was to run.</summary>
    public IReadOnlyList<string> Command { get; }
}
