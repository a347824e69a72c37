namespace ContainerKit.Terminals.Consoles;

/// <summary>
/// The console of this process: the three standard streams, connected to a terminal, a pipe or a file.
/// <c>System.Console</c> is not used because it decodes, echoes and reads complete lines.
/// </summary>
internal interface ILocalConsole : IDisposable
{
    /// <summary>Indicates whether standard input is a terminal.</summary>
    bool IsInputTerminal { get; }

    /// <summary>Indicates whether standard output is a terminal.</summary>
    bool IsOutputTerminal { get; }

    /// <summary>The size of the terminal; null if there is no terminal.</summary>
    TerminalSize? Size { get; }

    /// <summary>
    /// Enters raw mode until the returned object is disposed: each key, including Ctrl-C, is read at once and is not
    /// echoed. Requires that standard input is a terminal.
    /// </summary>
    IDisposable EnterRawMode();

    /// <summary>
    /// Calls back when the size of the terminal may have changed, until the returned object is disposed.
    /// </summary>
    IDisposable WatchSize(Action changed);

    /// <summary>Reads standard input. A canceled read does not lose input, and nothing is read ahead.</summary>
    /// <returns>The number of bytes; 0 at the end.</returns>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Writes all bytes to standard output or standard error.</summary>
    /// <exception cref="IOException">The terminal, or the reader of the pipe, is gone.</exception>
    void Write(OutputSource source, ReadOnlySpan<byte> bytes);
}
