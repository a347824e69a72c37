using ContainerKit.Containers;

namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>Starts a new or stopped container. Does nothing if it is already running.</summary>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="PortConflictException">A host port that the container publishes is in use.</exception>
    /// <exception cref="CommandNotFoundException">The image has no such command.</exception>
    /// <exception cref="EngineApiException">The container is paused.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/start</c>.</remarks>
    public Task StartAsync(CancellationToken cancellationToken = default) =>
        Client.Ports.InvalidateDuringAsync(
            () => ContainerOperations.StartAsync(Client, Client.CreationInfo?.Spec, cancellationToken));

    /// <summary>
    /// Stops the container: sends its stop signal, then SIGKILL after its grace period. Does nothing if it is not
    /// running.
    /// </summary>
    /// <param name="cancellationToken">Cancels the wait. The engine continues to stop the container.</param>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>
    /// The grace period is <see cref="ContainerSpec.StopTimeout"/>. The engine's default is 10 seconds.
    /// Engine API: <c>POST /containers/{id}/stop</c>.
    /// </remarks>
    public Task StopAsync(CancellationToken cancellationToken = default) =>
        Client.Ports.InvalidateDuringAsync(() => ContainerOperations.StopAsync(Client, gracePeriod: null, cancellationToken));

    /// <summary>
    /// Stops the container: sends its stop signal, then SIGKILL after the grace period. Does nothing if it is not
    /// running.
    /// </summary>
    /// <param name="gracePeriod">
    /// The time between the stop signal and SIGKILL, rounded up to seconds. With zero, SIGKILL follows at once. With
    /// <see cref="Timeout.InfiniteTimeSpan"/>, no SIGKILL is sent.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait. The engine continues to stop the container.</param>
    /// <exception cref="ArgumentOutOfRangeException">The grace period is negative and not infinite.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/stop</c>.</remarks>
    public Task StopAsync(TimeSpan gracePeriod, CancellationToken cancellationToken = default)
    {
        ContainerOperations.ValidateGracePeriod(gracePeriod);
        return Client.Ports.InvalidateDuringAsync(() => ContainerOperations.StopAsync(Client, gracePeriod, cancellationToken));
    }

    /// <summary>
    /// Stops the container: sends a signal, then SIGKILL after the grace period. Does nothing if it is not running.
    /// </summary>
    /// <param name="signal">The signal by name or number, instead of the stop signal of the container.</param>
    /// <param name="gracePeriod">
    /// The time between the signal and SIGKILL, rounded up to seconds. With zero, SIGKILL follows at once. With
    /// <see cref="Timeout.InfiniteTimeSpan"/>, no SIGKILL is sent.
    /// </param>
    /// <param name="cancellationToken">
    /// Cancels the wait. The engine continues to stop the container; an engine before API 1.42 may leave it running.
    /// </param>
    /// <exception cref="ArgumentException">The signal does not exist.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The grace period is negative and not infinite.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>
    /// Engine API: <c>POST /containers/{id}/stop</c>. Before API 1.42 (Docker Engine 23.0), that request takes no
    /// signal, so <c>/kill</c>, <c>/wait</c> and <c>/stop</c> are sent.
    /// </remarks>
    public Task StopAsync(string signal, TimeSpan gracePeriod, CancellationToken cancellationToken = default)
    {
        Signals.Validate(signal);
        ContainerOperations.ValidateGracePeriod(gracePeriod);
        return Client.Ports.InvalidateDuringAsync(
            () => ContainerOperations.StopAsync(Client, signal, gracePeriod, cancellationToken));
    }

    /// <summary>Sends SIGKILL to the main process of the container.</summary>
    /// <inheritdoc cref="KillAsync(string, CancellationToken)"/>
    public Task KillAsync(CancellationToken cancellationToken = default) => KillAsync("SIGKILL", cancellationToken);

    /// <summary>Sends a signal to the main process of the container.</summary>
    /// <param name="signal">The signal by name or number: <c>SIGHUP</c>, <c>HUP</c>, <c>1</c>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="ArgumentException">The signal does not exist.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="EngineApiException">The container is not running.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/kill</c>.</remarks>
    public Task KillAsync(string signal, CancellationToken cancellationToken = default)
    {
        Signals.Validate(signal);
        return Client.Ports.InvalidateDuringAsync(() => ContainerOperations.KillAsync(Client, signal, cancellationToken));
    }

    /// <summary>
    /// Stops the container as <see cref="StopAsync(CancellationToken)"/> does, and starts it again. A stopped container
    /// is started.
    /// </summary>
    /// <inheritdoc cref="RestartAsync(TimeSpan, CancellationToken)"/>
    public Task RestartAsync(CancellationToken cancellationToken = default) =>
        Client.Ports.InvalidateDuringAsync(
            () => ContainerOperations.RestartAsync(Client, gracePeriod: null, cancellationToken));

    /// <summary>
    /// Stops the container as <see cref="StopAsync(TimeSpan, CancellationToken)"/> does, and starts it again. A stopped
    /// container is started.
    /// </summary>
    /// <param name="gracePeriod">The time between the stop signal and SIGKILL, rounded up to seconds.</param>
    /// <param name="cancellationToken">Cancels the wait. The engine continues to restart the container.</param>
    /// <exception cref="ArgumentOutOfRangeException">The grace period is negative and not infinite.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/restart</c>.</remarks>
    public Task RestartAsync(TimeSpan gracePeriod, CancellationToken cancellationToken = default)
    {
        ContainerOperations.ValidateGracePeriod(gracePeriod);
        return Client.Ports.InvalidateDuringAsync(() => ContainerOperations.RestartAsync(Client, gracePeriod, cancellationToken));
    }

    /// <summary>Suspends all processes of the container. The processes do not notice it.</summary>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="EngineApiException">The container is not running or is already paused.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/pause</c>.</remarks>
    public Task PauseAsync(CancellationToken cancellationToken = default) =>
        ContainerOperations.PauseAsync(Client, cancellationToken);

    /// <summary>Resumes all processes of a paused container.</summary>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="EngineApiException">The container is not paused.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/unpause</c>.</remarks>
    public Task UnpauseAsync(CancellationToken cancellationToken = default) =>
        ContainerOperations.UnpauseAsync(Client, cancellationToken);
}
