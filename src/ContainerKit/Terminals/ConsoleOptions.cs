using ContainerKit.Terminals.Consoles;

namespace ContainerKit;

/// <summary>The options for connecting the console of this process to a process in a container. Immutable.</summary>
public sealed record ConsoleOptions
{
    /// <summary>
    /// The keys that detach from the process and leave it running. They have an effect only with a TTY.
    /// Each key is a single character, or <c>ctrl-</c> and one of <c>a-z @ [ \ ] ^ _</c>. Commas separate the keys.
    /// The engine delays the first key until it receives the next one.
    /// Null for none. Default: <c>ctrl-p,ctrl-q</c>, as in the Docker CLI.
    /// </summary>
    /// <exception cref="ArgumentException">The value does not have this form.</exception>
    public string? DetachKeys
    {
        get;
        init
        {
            if (value is not null) DetachKeySequence.Parse(value);
            field = value;
        }
    } = "ctrl-p,ctrl-q";

    /// <summary>The options on one line.</summary>
    public override string ToString() => $"console, detach keys {DetachKeys ?? "none"}";

    internal AttachOptions Attach(TerminalSize size) => new() { Size = size, DetachKeys = DetachKeys };
}
