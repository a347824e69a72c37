using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ContainerKit.Cleanup;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Images;
using ContainerKit.Json;

namespace ContainerKit.Containers;

/// <summary>
/// One container as operations use it: the client of its engine, its identity, and the state that all its handles
/// share.
/// </summary>
internal sealed class ContainerClient(
    EngineClient engine, string id, string name, ImageReference image, ContainerCreationInfo? creationInfo, bool isOwned = true)
{
    private volatile string _name = name;

    /// <summary>The client of the engine that the container is on.</summary>
    public EngineClient Engine => engine;

    /// <summary>The id, 64 hexadecimal digits.</summary>
    public string Id => id;

    /// <summary>The name. It follows a rename by this library.</summary>
    public string Name
    {
        get => _name;
        set => _name = value;
    }

    /// <summary>The name of the image that the container was created from.</summary>
    public ImageReference Image => image;

    /// <summary>
    /// The settings that the container was created with; null for a container that was found or listed.
    /// </summary>
    public ContainerCreationInfo? CreationInfo => creationInfo;

    /// <summary>
    /// The secret values that the engine may repeat in a response about the container: those of the variables that it was created with.
    /// </summary>
    public IReadOnlyList<string> Secrets => creationInfo?.Secrets ?? [];

    /// <summary>
    /// Indicates whether the container was created by this library, so that disposing its handle removes it.
    /// </summary>
    public bool IsOwned => isOwned;

    /// <summary>The published ports as the engine last reported them.</summary>
    public PublishedPortCache Ports { get; } = new();

    /// <summary>The networks, volumes and images that the container uses.</summary>
    public ContainerDependencies Dependencies { get; } = new();

    /// <summary>The log forwarders that stop with the container.</summary>
    public LogForwarderList LogForwarders { get; } = new();

    /// <summary>
    /// Returns the same container for requests that are sent even after the engine object was disposed.
    /// </summary>
    public ContainerClient ForCleanup() => new(engine.ForCleanup, id, Name, image, creationInfo, isOwned);

    /// <summary>Describes a GET request about the container.</summary>
    /// <param name="path">The path below <c>/containers/{id}/</c>.</param>
    /// <param name="verb">The operation without the container, such as <c>inspect</c>.</param>
    public EngineRequest Get(string path, string verb) => Request(HttpMethod.Get, path, verb);

    /// <summary>Describes a POST request about the container.</summary>
    /// <inheritdoc cref="Get"/>
    public EngineRequest Post(string path, string verb) => Request(HttpMethod.Post, path, verb);

    /// <summary>Inspects the container, and returns the JSON of the response.</summary>
    /// <remarks>Engine API: <c>GET /containers/{id}/json</c>.</remarks>
    public Task<JsonElement> InspectJsonAsync(CancellationToken cancellationToken) =>
        engine.SendJsonAsync(Get("json", "inspect"), cancellationToken);

    /// <summary>Returns whether the container has a TTY, and whether the engine removes it at its exit.</summary>
    /// <remarks>Engine API: <c>GET /containers/{id}/json</c>, for a container that this process did not create.</remarks>
    public async ValueTask<(bool Tty, bool AutoRemove)> GetSettingsAsync(CancellationToken cancellationToken)
    {
        if (creationInfo is { } info) return (info.Tty, info.AutoRemove);
        var json = await InspectJsonAsync(cancellationToken).ConfigureAwait(false);
        return (
            json.GetPropertyOrDefault("Config").GetBooleanOrDefault("Tty"),
            json.GetPropertyOrDefault("HostConfig").GetBooleanOrDefault("AutoRemove"));
    }

    /// <summary>Inspects the container, and caches its published ports.</summary>
    /// <remarks>Engine API: <c>GET /containers/{id}/json</c>.</remarks>
    public async Task<ContainerDetails> InspectAsync(CancellationToken cancellationToken)
    {
        var version = Ports.Version;
        var details = await engine.SendJsonAsync(Get("json", "inspect"), ContainerDetails.Read, cancellationToken).ConfigureAwait(false);
        if (engine.Quirks.CompletesImageNames) details = details with { Image = ImageIdText.ToFamiliar(details.Image) };
        Ports.Store(details, version);
        return details;
    }

    /// <summary>
    /// Returns the address at which a published port, or a port of a container in the host's network, is reached from this
    /// machine; null if the port is not published.
    /// </summary>
    public async Task<PortAddress?> GetPortAddressAsync(
        ContainerDetails details, int containerPort, PortProtocol protocol, CancellationToken cancellationToken)
    {
        // Podman keeps the ports of a container that has exited in its description.
        if (details.State is ContainerState.Created or ContainerState.Exited or ContainerState.Dead) return null;
        if (details is { NetworkMode: "host", State: ContainerState.Running or ContainerState.Paused })
        {
            // The ports of the container are ports of its host.
            var hostEndpoint = await engine.GetEndpointAsync(cancellationToken).ConfigureAwait(false);
            return new PortAddress(hostEndpoint.PortHost, containerPort);
        }

        // IPv4 is preferred: not every client tries IPv6.
        var binding = details.Ports.Where(port => port.ContainerPort == containerPort && port.Protocol == protocol)
            .MinBy(port => port.HostAddress?.AddressFamily == AddressFamily.InterNetworkV6);
        if (binding is null) return null;
        var endpoint = await engine.GetEndpointAsync(cancellationToken).ConfigureAwait(false);
        var host = endpoint is { PublishedHost: null, IsLocal: true } ? GetReachableHost(binding.HostAddress) : endpoint.PortHost;
        return new PortAddress(host, binding.HostPort);
    }

    /// <summary>Returns the exception for a container that was removed.</summary>
    /// <param name="operation">The operation, such as <c>inspect</c>.</param>
    /// <param name="inner">The response of the engine.</param>
    /// <param name="namesContainer">Indicates whether the operation names the container already.</param>
    public ContainerNotFoundException NotFound(string operation, Exception inner, bool namesContainer = false) =>
        new(id,
            $"Could not {operation}{(namesContainer ? "" : " " + this)}: the container is no longer on the engine. "
            + "It was removed; run a new one.",
            inner);

    /// <summary>Returns the name and the short id.</summary>
    public override string ToString() => $"{Name} ({ErrorText.ShortId(id)})";

    // A client cannot connect to a wildcard address.
    private static string GetReachableHost(IPAddress? address) =>
        address is null || IPAddress.Any.Equals(address) ? "127.0.0.1"
        : IPAddress.IPv6Any.Equals(address) ? "::1"
        : address.ToString();

    private EngineRequest Request(HttpMethod method, string path, string verb) =>
        new(method, $"containers/{id}/{path}", $"{verb} {this}")
        {
            NotFound = e => NotFound(verb, e),
            Secrets = Secrets,
        };
}
