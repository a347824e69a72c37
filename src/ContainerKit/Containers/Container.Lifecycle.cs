using ContainerKit.Containers;

namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>Starts the container, for the first time or again after it has stopped. Quiet when it runs already.</summary>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <exception cref="PortConflictException">A port it publishes is in use by now.</exception>
    /// <exception cref="EngineApiException">It is paused.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/start</c>.</remarks>
    public Task StartAsync(CancellationToken cancellationToken = default) =>
        Client.Ports.InvalidateDuringAsync(() => ContainerStart.StartAsync(Client, Client.CreationInfo?.Spec, cancellationToken));

    /// <summary>
    /// Asks the container's process to end, with its stop signal, and kills it when its grace period is over: the one it was made with, or else 10
    /// seconds. Quiet when it has stopped already.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting; the engine goes on stopping it.</param>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/stop</c>.</remarks>
    public Task StopAsync(CancellationToken cancellationToken = default) =>
        Client.Ports.InvalidateDuringAsync(() => ContainerStop.StopAsync(Client, gracePeriod: null, cancellationToken));

    /// <summary>Asks the container's process to end, with its stop signal, and kills it when the grace period is over. Quiet when it has stopped already.</summary>
    /// <param name="gracePeriod">
    /// How long it may take, in whole seconds; with zero the kill follows the signal at once, and with <see cref="Timeout.InfiniteTimeSpan"/> never.
    /// </param>
    /// <param name="cancellationToken">Ends the waiting; the engine goes on stopping it.</param>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/stop</c>.</remarks>
    public Task StopAsync(TimeSpan gracePeriod, CancellationToken cancellationToken = default)
    {
        ContainerStop.Check(gracePeriod);
        return Client.Ports.InvalidateDuringAsync(() => ContainerStop.StopAsync(Client, gracePeriod, cancellationToken));
    }

    /// <summary>Asks the container's process to end, with this signal, and kills it when the grace period is over. Quiet when it has stopped already.</summary>
    /// <param name="signal">The signal by name or number, instead of the one that the container was made with.</param>
    /// <param name="gracePeriod">
    /// How long it may take, in whole seconds; with zero the kill follows the signal at once, and with <see cref="Timeout.InfiniteTimeSpan"/> never.
    /// </param>
    /// <param name="cancellationToken">Ends the waiting; with engines before API 1.42 it may then go on running.</param>
    /// <exception cref="ArgumentException">There is no such signal.</exception>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <remarks>
    /// Engine API: <c>POST /containers/{id}/stop</c>; before API 1.42, where that takes no signal, <c>/kill</c>, <c>/wait</c> and <c>/stop</c>.
    /// </remarks>
    public Task StopAsync(string signal, TimeSpan gracePeriod, CancellationToken cancellationToken = default)
    {
        Signals.Check(signal);
        ContainerStop.Check(gracePeriod);
        return Client.Ports.InvalidateDuringAsync(() => ContainerStop.StopAsync(Client, signal, gracePeriod, cancellationToken));
    }

    /// <summary>Kills the container's process.</summary>
    /// <inheritdoc cref="KillAsync(string, CancellationToken)"/>
    public Task KillAsync(CancellationToken cancellationToken = default) => KillAsync("SIGKILL", cancellationToken);

    /// <summary>Sends the container's process a signal.</summary>
    /// <param name="signal">The signal by name or number: <c>SIGHUP</c>, <c>HUP</c>, <c>1</c>.</param>
    /// <param name="cancellationToken">Ends the waiting for the engine's answer.</param>
    /// <exception cref="ArgumentException">There is no such signal.</exception>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <exception cref="EngineApiException">It does not run.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/kill</c>.</remarks>
    public Task KillAsync(string signal, CancellationToken cancellationToken = default)
    {
        Signals.Check(signal);
        return Client.Ports.InvalidateDuringAsync(() => Client.Engine.SendAsync(Client.Post("kill", "kill") with { Query = new() { { "signal", signal } } }, cancellationToken));
    }

    /// <summary>Stops the container as <see cref="StopAsync(CancellationToken)"/> does, and starts it again. One that does not run is just started.</summary>
    /// <inheritdoc cref="RestartAsync(TimeSpan, CancellationToken)"/>
    public Task RestartAsync(CancellationToken cancellationToken = default) =>
        Client.Ports.InvalidateDuringAsync(() => ContainerStop.RestartAsync(Client, gracePeriod: null, cancellationToken));

    /// <summary>Stops the container as <see cref="StopAsync(TimeSpan, CancellationToken)"/> does, and starts it again. One that does not run is just started.</summary>
    /// <param name="gracePeriod">How long the stop may take, in whole seconds.</param>
    /// <param name="cancellationToken">Ends the waiting; the engine goes on restarting it.</param>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/restart</c>.</remarks>
    public Task RestartAsync(TimeSpan gracePeriod, CancellationToken cancellationToken = default)
    {
        ContainerStop.Check(gracePeriod);
        return Client.Ports.InvalidateDuringAsync(() => ContainerStop.RestartAsync(Client, gracePeriod, cancellationToken));
    }

    /// <summary>Lets all processes of the container stand still, where they are; they do not notice.</summary>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <exception cref="EngineApiException">It does not run, or is paused already.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/pause</c>.</remarks>
    public Task PauseAsync(CancellationToken cancellationToken = default) => Client.Engine.SendAsync(Client.Post("pause", "pause"), cancellationToken);

    /// <summary>Lets the processes of a paused container go on.</summary>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <exception cref="EngineApiException">It is not paused.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/unpause</c>.</remarks>
    public Task UnpauseAsync(CancellationToken cancellationToken = default) => Client.Engine.SendAsync(Client.Post("unpause", "unpause"), cancellationToken);
}
