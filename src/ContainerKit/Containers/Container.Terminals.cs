using ContainerKit.Terminals;

namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>Starts an interactive command with a TTY in the container, as <c>docker exec -it</c> does.</summary>
    /// <inheritdoc cref="OpenTerminalAsync(TerminalSpec, CancellationToken)"/>
    public Task<Terminal> OpenTerminalAsync(params string[] command) => OpenTerminalAsync(new TerminalSpec(command));

    /// <summary>Starts an interactive command in the container. A container can have any number of terminals.</summary>
    /// <param name="spec">The command and its settings.</param>
    /// <param name="cancellationToken">Cancels the start of the command.</param>
    /// <returns>The terminal. The caller disposes it, which kills the process.</returns>
    /// <exception cref="CommandNotFoundException">
    /// The container has no such command. Without a TTY, some engines report this in the output; then the first read or
    /// expect throws the exception.
    /// </exception>
    /// <exception cref="ContainerExitedException">The container is not running.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>
    /// The Engine API cannot kill an exec. The process is found by the variable <c>CONTAINERKIT_EXEC</c> in its
    /// environment; this requires a shell and grep in the image.
    /// Engine API: <c>POST /containers/{id}/exec</c>, <c>POST /exec/{id}/start</c>, with a TTY also
    /// <c>POST /exec/{id}/resize</c>.
    /// </remarks>
    public Task<Terminal> OpenTerminalAsync(TerminalSpec spec, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Terminal.OpenAsync(ExecTerminal.OpenAsync(Client, spec, cancellationToken), cancellationToken);
    }

    /// <summary>Attaches to the main process of a running container.</summary>
    /// <inheritdoc cref="AttachAsync(AttachOptions, CancellationToken)"/>
    public Task<Terminal> AttachAsync(CancellationToken cancellationToken = default) =>
        AttachAsync(new AttachOptions(), cancellationToken);

    /// <summary>
    /// Attaches to the main process of a running container. The terminal receives the output from now on; for earlier
    /// output, use <see cref="LogsAsync(CancellationToken)"/>.
    /// </summary>
    /// <param name="options">The detach keys and the other settings of the terminal.</param>
    /// <param name="cancellationToken">Cancels the attach.</param>
    /// <returns>The terminal. The caller disposes it, which detaches from the process and leaves it running.</returns>
    /// <exception cref="ContainerExitedException">The container is not running.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>
    /// Engine API: <c>POST /containers/{id}/attach</c>, <c>GET /containers/{id}/json</c>, with a TTY also
    /// <c>POST /containers/{id}/resize</c>.
    /// </remarks>
    public Task<Terminal> AttachAsync(AttachOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Terminal.OpenAsync(AttachedTerminal.AttachAsync(Client, options, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Attaches to a stopped or new container and starts it, so that the terminal receives the whole output.
    /// </summary>
    /// <inheritdoc cref="StartAttachedAsync(AttachOptions, CancellationToken)"/>
    public Task<Terminal> StartAttachedAsync(CancellationToken cancellationToken = default) =>
        StartAttachedAsync(new AttachOptions(), cancellationToken);

    /// <summary>
    /// Attaches to a stopped or new container and starts it, so that the terminal receives the whole output.
    /// </summary>
    /// <param name="options">The detach keys and the other settings of the terminal.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>The terminal. The caller disposes it, which detaches from the process and leaves it running.</returns>
    /// <exception cref="InvalidOperationException">The container is already running.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="CommandNotFoundException">The image has no such command.</exception>
    /// <exception cref="PortConflictException">A host port that the container publishes is in use.</exception>
    /// <remarks>
    /// Engine API: <c>GET /containers/{id}/json</c>, <c>POST /containers/{id}/attach</c>,
    /// <c>POST /containers/{id}/start</c>, with a TTY also <c>POST /containers/{id}/resize</c>.
    /// </remarks>
    public Task<Terminal> StartAttachedAsync(AttachOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Terminal.OpenAsync(AttachedTerminal.StartAsync(Client, options, StartAsync, cancellationToken), cancellationToken);
    }
}
