using ContainerKit.Terminals.Consoles;

namespace ContainerKit;

/// <summary>How the caller's console is joined to a process in a container. Immutable.</summary>
public sealed record ConsoleOptions
{
    /// <summary>
    /// The keys that let go of the process and leave it running, with a TTY: letters, or <c>ctrl-</c> and one of <c>a-z @ [ \ ] ^ _</c>, with commas
    /// between. The engine holds the first one back until it sees the next. Null for none. Default: <c>ctrl-p,ctrl-q</c>, as the docker command has it.
    /// </summary>
    /// <exception cref="ArgumentException">The text is not of that form.</exception>
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
    public override string ToString() => $"console, detached by {DetachKeys ?? "nothing"}";

    internal AttachOptions Attach(TerminalSize size) => new() { Size = size, DetachKeys = DetachKeys };
}
