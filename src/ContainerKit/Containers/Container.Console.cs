using ContainerKit.Terminals.Consoles;

namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>Attaches the caller's console to the container's main process, as <c>docker attach</c> does.</summary>
    /// <inheritdoc cref="AttachConsoleAsync(ConsoleOptions, CancellationToken)"/>
    public Task<ConsoleResult> AttachConsoleAsync(CancellationToken cancellationToken = default) =>
        AttachConsoleAsync(new ConsoleOptions(), cancellationToken);

    /// <summary>
    /// Attaches the caller's console to the container's main process, as <c>docker attach</c> does. Returns when the
    /// process exits, when the detach keys are pressed or when the token is canceled. The container is not removed.
    /// </summary>
    /// <param name="options">The detach keys and the other settings of the console.</param>
    /// <param name="cancellationToken">Detaches from the process.</param>
    /// <returns>
    /// The exit code of the process, or the information that the console was detached. No exit code throws.
    /// </returns>
    /// <exception cref="ContainerExitedException">The container is not running.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="EngineUnavailableException">The connection to the engine was lost.</exception>
    /// <exception cref="IOException">Standard input or output cannot be used any more.</exception>
    /// <remarks>
    /// If the container has a TTY and the console is interactive, every key is sent to the process, including Ctrl-C,
    /// and the size of the TTY follows the size of the console. The console's mode is restored afterwards, unless this
    /// process is killed with SIGKILL. Redirected input and output are copied unchanged. Without a TTY, the first
    /// Ctrl-C is sent to the process as a signal, and the second one ends the calling process.
    /// Engine API: as <see cref="AttachAsync(AttachOptions, CancellationToken)"/>.
    /// </remarks>
    public async Task<ConsoleResult> AttachConsoleAsync(ConsoleOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var tty = await HasTtyAsync(cancellationToken).ConfigureAwait(false);
        using var console = LocalConsole.Open();
        var session = new ConsoleSession(console, options);
        return await session.RunAsync(
            tty,
            forceRedraw: tty,
            size => AttachAsync(options.Attach(size), cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Starts a stopped or new container attached to the caller's console, as <c>docker start -ai</c> does.
    /// </summary>
    /// <inheritdoc cref="StartConsoleAsync(ConsoleOptions, CancellationToken)"/>
    public Task<ConsoleResult> StartConsoleAsync(CancellationToken cancellationToken = default) =>
        StartConsoleAsync(new ConsoleOptions(), cancellationToken);

    /// <summary>
    /// Starts a stopped or new container attached to the caller's console, as <c>docker start -ai</c> does. The console
    /// shows the output from its first byte.
    /// </summary>
    /// <param name="options">The detach keys and the other settings of the console.</param>
    /// <param name="cancellationToken">Detaches from the process.</param>
    /// <returns>
    /// The exit code of the process, or the information that the console was detached. No exit code throws.
    /// </returns>
    /// <exception cref="InvalidOperationException">The container is already running.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="IOException">Standard input or output cannot be used any more.</exception>
    /// <remarks>
    /// Keys, size and signals are handled as by <see cref="AttachConsoleAsync(ConsoleOptions, CancellationToken)"/>.
    /// Engine API: as <see cref="StartAttachedAsync(AttachOptions, CancellationToken)"/>.
    /// </remarks>
    public async Task<ConsoleResult> StartConsoleAsync(ConsoleOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var tty = await HasTtyAsync(cancellationToken).ConfigureAwait(false);
        using var console = LocalConsole.Open();
        var session = new ConsoleSession(console, options);
        return await session.RunAsync(
            tty,
            forceRedraw: false,
            size => StartAttachedAsync(options.Attach(size), cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Runs a command in the container, attached to the caller's console, as <c>docker exec -it</c> does.
    /// </summary>
    /// <inheritdoc cref="OpenConsoleAsync(TerminalSpec, ConsoleOptions, CancellationToken)"/>
    public Task<ConsoleResult> OpenConsoleAsync(params string[] command) => OpenConsoleAsync(new TerminalSpec(command));

    /// <inheritdoc cref="OpenConsoleAsync(string[])"/>
    public Task<ConsoleResult> OpenConsoleAsync(TerminalSpec spec, CancellationToken cancellationToken = default) =>
        OpenConsoleAsync(spec, new ConsoleOptions(), cancellationToken);

    /// <summary>
    /// Runs a command in the container, attached to the caller's console, as <c>docker exec -it</c> does. Returns when
    /// the process exits or when the detach keys are pressed.
    /// </summary>
    /// <param name="spec">The command. Its size and its detach keys are taken from the console instead.</param>
    /// <param name="options">The detach keys and the other settings of the console.</param>
    /// <param name="cancellationToken">Ends the session and kills the process.</param>
    /// <returns>
    /// The exit code of the process, or the information that the console was detached. No exit code throws.
    /// </returns>
    /// <exception cref="CommandNotFoundException">The container has no such command.</exception>
    /// <exception cref="ContainerExitedException">The container is not running.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="IOException">Standard input or output cannot be used any more.</exception>
    /// <remarks>
    /// If input or output is redirected, the process gets no TTY and the data is copied unchanged.
    /// Engine API: as <see cref="OpenTerminalAsync(TerminalSpec, CancellationToken)"/>.
    /// </remarks>
    public async Task<ConsoleResult> OpenConsoleAsync(
        TerminalSpec spec, ConsoleOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(options);
        using var console = LocalConsole.Open();
        var session = new ConsoleSession(console, options);
        var tty = spec.Tty && session.IsInteractive;
        var consoleSpec = spec with { Tty = tty, DetachKeys = options.DetachKeys };
        return await session.RunAsync(
            tty,
            forceRedraw: false,
            size => OpenTerminalAsync(consoleSpec with { Size = size }, cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<bool> HasTtyAsync(CancellationToken cancellationToken) =>
        Client.CreationInfo?.Tty ?? (await InspectAsync(cancellationToken).ConfigureAwait(false)).Tty;
}
