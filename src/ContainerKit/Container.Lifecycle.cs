using System.Net;
using System.Text.Json;
using ContainerKit.Cleanup;
using ContainerKit.Containers;

namespace ContainerKit;

public sealed partial class Container
{
    private static readonly TimeSpan _defaultGrace = TimeSpan.FromSeconds(10);

    private ContainerDetails? _portsSeen;

    /// <summary>Starts the container again after it has stopped. Quiet when it runs already.</summary>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <exception cref="PortTakenException">A port it publishes is in use by now.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/start</c>.</remarks>
    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        _portsSeen = null;
        return ContainerStart.StartAsync(this, Shape?.Spec, cancellationToken);
    }

    /// <summary>Asks the container's process to end, with its stop signal, and kills it after 10 seconds. Quiet when it has stopped already.</summary>
    /// <inheritdoc cref="StopAsync(TimeSpan, CancellationToken)"/>
    public Task StopAsync(CancellationToken cancellationToken = default) => StopAsync(_defaultGrace, cancellationToken);

    /// <summary>Asks the container's process to end, with its stop signal, and kills it when the grace is over. Quiet when it has stopped already.</summary>
    /// <param name="grace">How long it may take, in whole seconds; with zero the kill follows the signal at once.</param>
    /// <param name="cancellationToken">Ends the waiting; the engine goes on stopping it.</param>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/stop</c>.</remarks>
    public async Task StopAsync(TimeSpan grace, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(grace, TimeSpan.Zero);
        _portsSeen = null;
        var seconds = (int)Math.Ceiling(grace.TotalSeconds);
        await PostAsync("stop", $"stop?t={seconds}", Engine.Options.RequestTimeout + grace, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Kills the container's process.</summary>
    /// <inheritdoc cref="KillAsync(string, CancellationToken)"/>
    public Task KillAsync(CancellationToken cancellationToken = default) => KillAsync("SIGKILL", cancellationToken);

    /// <summary>Sends the container's process a signal.</summary>
    /// <param name="signal">The signal by name or number: <c>SIGHUP</c>, <c>HUP</c>, <c>1</c>.</param>
    /// <param name="cancellationToken">Ends the waiting for the engine's answer.</param>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <exception cref="EngineErrorException">It does not run, or the engine does not know the signal.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/kill</c>.</remarks>
    public Task KillAsync(string signal, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(signal);
        return PostAsync("kill", $"kill?signal={Uri.EscapeDataString(signal)}", Engine.Options.RequestTimeout, cancellationToken);
    }

    /// <summary>Waits until the container's process has ended; returns at once when it does not run.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/wait</c>.</remarks>
    public Task<int> WaitAsync(CancellationToken cancellationToken = default) => Completion.WaitAsync(this, cancellationToken);

    /// <summary>Waits until the container's process has ended, and gives its exit code with all it has written since its first start.</summary>
    /// <exception cref="RunFailedException">The exit code is not 0.</exception>
    /// <inheritdoc cref="WaitAsync"/>
    public Task<ProcessResult> ToCompletionAsync(CancellationToken cancellationToken = default) => ToCompletionAsync(ExitCodes.Zero, cancellationToken);

    /// <summary>Waits until the container's process has ended, and gives its exit code with all it has written since its first start.</summary>
    /// <exception cref="RunFailedException">The exit code is not an allowed one.</exception>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/wait</c>, <c>GET /containers/{id}/logs</c>.</remarks>
    public Task<ProcessResult> ToCompletionAsync(ExitCodes allowed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        return Completion.ByLogAsync(this, allowed, cancellationToken);
    }

    /// <summary>Asks the engine what it knows of the container.</summary>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/json</c>.</remarks>
    public async Task<ContainerDetails> InspectAsync(CancellationToken cancellationToken = default) =>
        ContainerDetails.Read(await InspectRawAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Where a published TCP port can be reached.</summary>
    /// <inheritdoc cref="GetPortAsync(int, PortProtocol, CancellationToken)"/>
    public Task<PortAddress> GetPortAsync(int containerPort, CancellationToken cancellationToken = default) =>
        GetPortAsync(containerPort, PortProtocol.Tcp, cancellationToken);

    /// <summary>Where a published port can be reached. The engine is asked once for all ports, and again after a stop or a start.</summary>
    /// <exception cref="InvalidOperationException">The container does not publish the port, or does not run.</exception>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/json</c>.</remarks>
    public async Task<PortAddress> GetPortAsync(int containerPort, PortProtocol protocol, CancellationToken cancellationToken = default)
    {
        var details = _portsSeen ??= await InspectAsync(cancellationToken).ConfigureAwait(false);
        var binding = details.Ports.FirstOrDefault(port => port.ContainerPort == containerPort && port.Protocol == protocol);
        if (binding is null)
        {
            _portsSeen = null;
            var key = PublishedPort.Key(containerPort, protocol);
            throw new InvalidOperationException(details.State == ContainerState.Running
                ? $"{this} does not publish {key}; it publishes {(details.Ports.Count == 0 ? "nothing" : string.Join(", ", details.Ports))}. Add it to ContainerSpec.Publish."
                : $"{this} publishes nothing, since it does not run: it is {details.State}, exit code {details.ExitCode}.");
        }

        var endpoint = await Engine.EndpointAsync(cancellationToken).ConfigureAwait(false);
        var host = !endpoint.IsLocal ? endpoint.Address.DnsSafeHost
            : binding.HostAddress is { } address && !IPAddress.Any.Equals(address) && !IPAddress.IPv6Any.Equals(address) ? address.ToString() : "127.0.0.1";
        return new PortAddress(host, binding.HostPort);
    }

    /// <summary>Removes the container, running or not, with its anonymous volumes. Quiet when it is gone already.</summary>
    /// <exception cref="CleanupFailedException">The engine could not remove it, asked several times.</exception>
    /// <remarks>Engine API: <c>DELETE /containers/{id}</c>.</remarks>
    public async Task RemoveAsync(CancellationToken cancellationToken = default)
    {
        var report = await Cleaner.RemoveAsync([Made()], Engine.Options).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (report.Left.Count == 0) return;
        var failure = new CleanupFailedException($"Could not remove {this}.");
        failure.Report(report);
        throw failure;
    }

    /// <summary>What the engine knows of the container, in its own words.</summary>
    internal async Task<JsonElement> InspectRawAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Engine.Calls.GetJsonAsync($"inspect {this}", $"containers/{Id}/json", cancellationToken).ConfigureAwait(false);
        }
        catch (EngineErrorException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            throw NotFound("inspect", e);
        }
    }

    private async Task<JsonElement> PostAsync(string verb, string path, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            return await Engine.Calls.AskJsonAsync($"{verb} {this}", HttpMethod.Post, $"containers/{Id}/{path}", null, limit, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineErrorException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            throw NotFound(verb, e);
        }
    }
}
