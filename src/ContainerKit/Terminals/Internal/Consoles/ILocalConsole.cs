namespace ContainerKit.Terminals.Consoles;

/// <summary>
/// The caller's own console: what the three standard streams of this process are connected to, be it a person's terminal, a pipe or a file.
/// .NET's Console is not used: it decodes, echoes and waits for whole lines.
/// </summary>
internal interface ILocalConsole : IDisposable
{
    /// <summary>Whether a person types: standard input is a terminal.</summary>
    bool IsInputTerminal { get; }

    /// <summary>Whether a person reads: standard output is a terminal.</summary>
    bool IsOutputTerminal { get; }

    /// <summary>The size of the terminal; null where there is none.</summary>
    TerminalSize? Size { get; }

    /// <summary>Every key goes through as it is pressed, unechoed, Ctrl-C among them, until what is returned is disposed. Only with an input that is a terminal.</summary>
    IDisposable EnterRawMode();

    /// <summary>Calls back when the terminal's size may have changed, until what is returned is disposed.</summary>
    IDisposable WatchSize(Action changed);

    /// <summary>Reads what has been typed or piped in; nothing is taken from the input before it is asked for, nor when it is cancelled.</summary>
    /// <returns>How many bytes; 0 at the end.</returns>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Writes to standard output or standard error, and returns when it is written.</summary>
    /// <exception cref="IOException">What reads it is gone.</exception>
    void Write(OutputSource source, ReadOnlySpan<byte> bytes);
}
