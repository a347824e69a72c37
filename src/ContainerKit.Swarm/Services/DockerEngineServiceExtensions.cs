using ContainerKit.Swarm.Services;

namespace ContainerKit.Swarm;

/// <summary>Adds the services of a swarm to an engine, which must be a manager.</summary>
public static class DockerEngineServiceExtensions
{
    /// <summary>Finds a service by its name or id.</summary>
    /// <returns>The service. The handle does not own it: disposing the handle does not remove the service.</returns>
    /// <exception cref="ServiceNotFoundException">The swarm has no such service.</exception>
    /// <remarks>Engine API: <c>GET /services/{id}</c>.</remarks>
    public static async Task<SwarmService> FindServiceAsync(
        this DockerEngine engine, string nameOrId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentException.ThrowIfNullOrWhiteSpace(nameOrId);
        var api = new ServiceApi(engine);
        var service = await api.InspectAsync(nameOrId, cancellationToken).ConfigureAwait(false);
        return new SwarmService(api, service.Id, service.Name);
    }

    /// <summary>Lists the services of the swarm.</summary>
    /// <remarks>Engine API: <c>GET /services</c>.</remarks>
    public static Task<IReadOnlyList<ServiceDetails>> ListServicesAsync(
        this DockerEngine engine, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return new ServiceApi(engine).ListAsync(label: null, cancellationToken);
    }

    /// <summary>Lists the services with a label, <c>name</c> or <c>name=value</c>.</summary>
    /// <inheritdoc cref="ListServicesAsync(DockerEngine, CancellationToken)"/>
    public static Task<IReadOnlyList<ServiceDetails>> ListServicesAsync(
        this DockerEngine engine, string label, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentException.ThrowIfNullOrWhiteSpace(label);
        return new ServiceApi(engine).ListAsync(label, cancellationToken);
    }

    /// <summary>
    /// Removes all services with a label, <c>name</c> or <c>name=value</c>, including those that other processes created, such as the
    /// services of a process that was killed.
    /// </summary>
    /// <returns>The names of the removed services.</returns>
    /// <remarks>Engine API: <c>GET /services</c>, <c>DELETE /services/{id}</c>.</remarks>
    public static async Task<IReadOnlyList<string>> RemoveServicesAsync(
        this DockerEngine engine, string label, CancellationToken cancellationToken = default)
    {
        var services = await engine.ListServicesAsync(label, cancellationToken).ConfigureAwait(false);
        var api = new ServiceApi(engine);
        foreach (var service in services)
            await OwnedService.RemoveAsync(api, service.Id, service.Name, cancellationToken).ConfigureAwait(false);
        return [.. services.Select(service => service.Name)];
    }
}
