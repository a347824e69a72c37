using ContainerKit.Terminals;

namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>Runs a command in the container with a TTY, to talk with, as <c>docker exec -it</c> does.</summary>
    /// <inheritdoc cref="OpenTerminalAsync(TerminalSpec, CancellationToken)"/>
    public Task<Terminal> OpenTerminalAsync(params string[] command) => OpenTerminalAsync(new TerminalSpec(command));

    /// <summary>
    /// Runs a command in the container, to talk with. Any number of such sessions may be open in one container. The session belongs to the caller; disposing
    /// it ends the process. For that the process carries a variable <c>CONTAINERKIT_EXEC</c> in its environment, and the image needs a shell and grep.
    /// </summary>
    /// <exception cref="CommandNotFoundException">
    /// The container has no such command. Without a TTY engines may tell that as output; then the first read or expectation throws it.
    /// </exception>
    /// <exception cref="ContainerExitedException">The container does not run any more.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/exec</c>, <c>POST /exec/{id}/start</c>, with a TTY also <c>POST /exec/{id}/resize</c>.</remarks>
    public Task<Terminal> OpenTerminalAsync(TerminalSpec spec, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return ExecTerminal.OpenAsync(Client, spec, cancellationToken);
    }

    /// <summary>Attaches to the container's own process, which has to run.</summary>
    /// <inheritdoc cref="AttachAsync(AttachOptions, CancellationToken)"/>
    public Task<Terminal> AttachAsync(CancellationToken cancellationToken = default) => AttachAsync(new AttachOptions(), cancellationToken);

    /// <summary>
    /// Attaches to the container's own process, which has to run. It gives what the process writes from now on; <see cref="LogsAsync(CancellationToken)"/>
    /// has what came before. The session belongs to the caller; disposing it leaves the process running.
    /// </summary>
    /// <exception cref="ContainerExitedException">The container does not run.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/attach</c>, <c>GET /containers/{id}/json</c>, with a TTY also <c>POST /containers/{id}/resize</c>.</remarks>
    public Task<Terminal> AttachAsync(AttachOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return AttachedTerminal.AttachAsync(Client, options, cancellationToken);
    }

    /// <summary>Starts the container again, or for the first time, and is attached from its first byte on.</summary>
    /// <inheritdoc cref="StartAttachedAsync(AttachOptions, CancellationToken)"/>
    public Task<Terminal> StartAttachedAsync(CancellationToken cancellationToken = default) => StartAttachedAsync(new AttachOptions(), cancellationToken);

    /// <summary>
    /// Starts the container again, or for the first time, and is attached from its first byte on. The session belongs to the caller; disposing it leaves the
    /// process running.
    /// </summary>
    /// <exception cref="InvalidOperationException">The container runs already.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="CommandNotFoundException">The image has no such command.</exception>
    /// <exception cref="PortConflictException">A port it publishes is in use by now.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/json</c>, <c>POST /containers/{id}/attach</c>, <c>POST /containers/{id}/start</c>, with a TTY also <c>POST /containers/{id}/resize</c>.</remarks>
    public Task<Terminal> StartAttachedAsync(AttachOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return AttachedTerminal.StartAsync(Client, options, StartAsync, cancellationToken);
    }
}
