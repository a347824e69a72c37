using ContainerKit.Http;

namespace ContainerKit.Terminals;

/// <summary>The open connection to a process, from which a <see cref="Terminal"/> is created.</summary>
/// <param name="Process">The process.</param>
/// <param name="Stream">The connection to its input and output.</param>
/// <param name="Tty">Indicates whether the process has a TTY.</param>
/// <param name="Options">The options of the terminal.</param>
internal sealed record TerminalConnection(TerminalProcess Process, HijackedStream Stream, bool Tty, TerminalOptions Options);
