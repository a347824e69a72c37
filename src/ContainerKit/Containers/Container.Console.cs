using ContainerKit.Terminals;
using ContainerKit.Terminals.Consoles;

namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>Joins the caller's console and the container's own process, as <c>docker attach</c> does.</summary>
    /// <inheritdoc cref="AttachConsoleAsync(ConsoleOptions, CancellationToken)"/>
    public Task<ConsoleResult> AttachConsoleAsync(CancellationToken cancellationToken = default) => AttachConsoleAsync(new ConsoleOptions(), cancellationToken);

    /// <summary>
    /// Joins the caller's console and the container's own process, as <c>docker attach</c> does, until the process ends, the detach keys are pressed or
    /// the token fires. With a TTY in the container and a person at the keyboard, every key goes to the process, Ctrl-C among them, the terminal's size is
    /// followed, and the terminal is put back as it was whatever happens, but for a <c>kill -9</c>. Input and output that are redirected are piped as they are.
    /// Without a TTY the first Ctrl-C is passed on to the process, and the second ends this one. The container stays its owner's.
    /// </summary>
    /// <returns>The process's exit code, or that it was detached from. No exit code throws.</returns>
    /// <exception cref="ContainerExitedException">The container does not run.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="EngineUnavailableException">The engine was lost.</exception>
    /// <exception cref="IOException">Standard output or input is gone.</exception>
    /// <remarks>Engine API: as <see cref="AttachAsync(AttachOptions, CancellationToken)"/>.</remarks>
    public async Task<ConsoleResult> AttachConsoleAsync(ConsoleOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var tty = await HasTtyAsync(cancellationToken).ConfigureAwait(false);
        using var console = LocalConsole.Open();
        return await new ConsoleSession(console, options).RunAsync(
            tty, forceRedraw: tty, size => AttachedTerminal.AttachAsync(Client, options.Attach(size), cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts the container again, or for the first time, at the caller's console, as <c>docker start -ai</c> does.</summary>
    /// <inheritdoc cref="StartConsoleAsync(ConsoleOptions, CancellationToken)"/>
    public Task<ConsoleResult> StartConsoleAsync(CancellationToken cancellationToken = default) => StartConsoleAsync(new ConsoleOptions(), cancellationToken);

    /// <summary>
    /// Starts the container again, or for the first time, at the caller's console, as <c>docker start -ai</c> does. It shows the output from the first byte on;
    /// everything else is as with <see cref="AttachConsoleAsync(ConsoleOptions, CancellationToken)"/>.
    /// </summary>
    /// <returns>The process's exit code, or that it was detached from. No exit code throws.</returns>
    /// <exception cref="InvalidOperationException">The container runs already.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="IOException">Standard output or input is gone.</exception>
    /// <remarks>Engine API: as <see cref="StartAttachedAsync(AttachOptions, CancellationToken)"/>.</remarks>
    public async Task<ConsoleResult> StartConsoleAsync(ConsoleOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var tty = await HasTtyAsync(cancellationToken).ConfigureAwait(false);
        using var console = LocalConsole.Open();
        return await new ConsoleSession(console, options).RunAsync(
            tty, forceRedraw: false, size => AttachedTerminal.StartAsync(Client, options.Attach(size), StartAsync, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs a command in the container at the caller's console, as <c>docker exec -it</c> does.</summary>
    /// <inheritdoc cref="OpenConsoleAsync(TerminalSpec, ConsoleOptions, CancellationToken)"/>
    public Task<ConsoleResult> OpenConsoleAsync(params string[] command) => OpenConsoleAsync(new TerminalSpec(command));

    /// <inheritdoc cref="OpenConsoleAsync(string[])"/>
    public Task<ConsoleResult> OpenConsoleAsync(TerminalSpec spec, CancellationToken cancellationToken = default) =>
        OpenConsoleAsync(spec, new ConsoleOptions(), cancellationToken);

    /// <summary>
    /// Runs a command in the container at the caller's console, as <c>docker exec -it</c> does, until it ends, the detach keys are pressed or the token fires,
    /// which kills it. Where input or output is redirected the process gets no TTY, and they are piped as they are.
    /// </summary>
    /// <param name="spec">The command. Its size and detach keys are the console's.</param>
    /// <param name="options">How the console is joined.</param>
    /// <param name="cancellationToken">Ends the session.</param>
    /// <returns>The process's exit code, or that it was detached from. No exit code throws.</returns>
    /// <exception cref="CommandNotFoundException">The container has no such command.</exception>
    /// <exception cref="ContainerExitedException">The container does not run any more.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="IOException">Standard output or input is gone.</exception>
    /// <remarks>Engine API: as <see cref="OpenTerminalAsync(TerminalSpec, CancellationToken)"/>.</remarks>
    public async Task<ConsoleResult> OpenConsoleAsync(TerminalSpec spec, ConsoleOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(options);
        using var console = LocalConsole.Open();
        var session = new ConsoleSession(console, options);
        var tty = spec.Tty && session.IsInteractive;
        return await session.RunAsync(tty, forceRedraw: false, size => OpenTerminalAsync(
            spec with { Tty = tty, Size = size, DetachKeys = options.DetachKeys }, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<bool> HasTtyAsync(CancellationToken cancellationToken) =>
        Client.CreationInfo?.Tty ?? (await InspectAsync(cancellationToken).ConfigureAwait(false)).Tty;
}
