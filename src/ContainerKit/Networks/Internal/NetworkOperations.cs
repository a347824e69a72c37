using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerKit.Cleanup;
using ContainerKit.Containers;
using ContainerKit.Http;
using ContainerKit.Json;
using ContainerKit.Plans;
using ContainerKit.Sessions;

namespace ContainerKit.Networks;

/// <summary>What can be asked of an engine about its networks.</summary>
internal static class NetworkOperations
{
    /// <exception cref="NameConflictException">Another network has the name.</exception>
    /// <remarks>Engine API: <c>POST /networks/create</c>.</remarks>
    public static async Task<NetworkClient> CreateAsync(PlanContext scope, NetworkSpec spec)
    {
        var engine = scope.Engine;
        var nonce = ResourceLabels.NewNonce();
        var name = spec.Name ?? $"network-{nonce[..8]}";
        var api = await engine.GetApiVersionAsync(scope.Token).ConfigureAwait(false);
        var endpoint = await engine.GetEndpointAsync(scope.Token).ConfigureAwait(false);
        var body = NetworkRequest.Create(spec, name, ResourceLabels.AddTo(spec.Labels, endpoint, nonce), api);
        var made = new TrackedNetwork(engine, name, nonce);
        try
        {
            await scope.CreateTrackedAsync(made, async token => (await engine.SendJsonAsync(EngineRequest.Post("networks/create", $"create {made}") with { Json = body, CreatesResource = true }, token).ConfigureAwait(false)).GetStringOrEmpty("Id")).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.Conflict)
        {
            throw new NameConflictException(name,
                $"Could not create network {name}: another network has that name (the engine said \"{e.EngineMessage}\"). Use it with Network.Find(\"{name}\"), remove it, or leave Name out.", e);
        }

        return new NetworkClient(engine, made.Id!, name, IsOwned: true);
    }

    /// <exception cref="NetworkNotFoundException">There is none.</exception>
    /// <remarks>Engine API: <c>GET /networks/{id}</c>.</remarks>
    public static async Task<NetworkClient> FindAsync(EngineClient engine, string network, CancellationToken cancellationToken)
    {
        var found = await InspectAsync(engine, network, cancellationToken).ConfigureAwait(false);
        return new NetworkClient(engine, found.Id, found.Name, IsOwned: false);
    }

    /// <exception cref="NetworkNotFoundException">There is none.</exception>
    /// <remarks>Engine API: <c>GET /networks/{id}</c>.</remarks>
    public static async Task<NetworkDetails> InspectAsync(EngineClient engine, string network, CancellationToken cancellationToken)
    {
        try
        {
            return NetworkDetails.Read(await engine.GetJsonAsync($"inspect network {network}", $"networks/{Uri.EscapeDataString(network)}", cancellationToken).ConfigureAwait(false));
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            throw NotFound(network, "find", e);
        }
    }

    /// <remarks>Engine API: <c>GET /networks</c>.</remarks>
    public static async Task<IReadOnlyList<NetworkDetails>> ListAsync(EngineClient engine, NetworkFilter filter, CancellationToken cancellationToken)
    {
        var networks = await engine.SendJsonAsync(EngineRequest.Get("networks", "list networks") with { Query = filter.Query() }, cancellationToken).ConfigureAwait(false);
        if (networks.ValueKind != JsonValueKind.Array) return [];
        var found = networks.EnumerateArray().Select(NetworkDetails.Read);
        if (filter.IsUnused is not { } unused) return [.. found];

        // Asked from the containers' side: Docker Engine 20.10 takes every network for unused in its own filter.
        var containers = await engine.GetJsonAsync("list the containers on networks", "containers/json", cancellationToken).ConfigureAwait(false);
        var used = containers.EnumerateArray().SelectMany(container => container.GetPropertyOrDefault("NetworkSettings").EnumerateProperties("Networks"))
            .Select(network => network.Value.GetStringOrEmpty("NetworkID")).ToHashSet();
        return [.. found.Where(network => used.Contains(network.Id) != unused)];
    }

    /// <remarks>Engine API: <c>POST /networks/prune</c>.</remarks>
    public static async Task<PruneReport> PruneAsync(EngineClient engine, PruneFilter filter, CancellationToken cancellationToken)
    {
        var pruned = await engine.SendJsonAsync(EngineRequest.Post("networks/prune", "prune networks") with { Query = filter.Query() }, cancellationToken).ConfigureAwait(false);
        return PruneReport.Read(pruned, "NetworksDeleted");
    }

    /// <exception cref="NetworkNotFoundException">The network was removed.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="UnsupportedApiVersionException">The engine cannot give a MAC address on a further network.</exception>
    /// <remarks>Engine API: <c>POST /networks/{id}/connect</c>.</remarks>
    public static async Task ConnectAsync(ContainerClient container, NetworkAttachment attachment, CancellationToken cancellationToken)
    {
        var engine = container.Engine;
        if (attachment.MacAddress is not null) await NetworkRequest.RequireEndpointMacAsync(engine, cancellationToken).ConfigureAwait(false);
        var body = new JsonObject { ["Container"] = container.Id, ["EndpointConfig"] = NetworkRequest.Endpoint(attachment) };
        // Noted first: whatever becomes of the request, the network is not taken away from under the container.
        container.Dependencies.UseNetwork(attachment.Network);
        await SendAsync(container, "connect", "to", attachment.Network, "connect", body, cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="NetworkNotFoundException">The network was removed.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>POST /networks/{id}/disconnect</c>.</remarks>
    public static Task DisconnectAsync(ContainerClient container, string network, CancellationToken cancellationToken) =>
        SendAsync(container, "disconnect", "from", network, "disconnect", new JsonObject { ["Container"] = container.Id }, cancellationToken);

    /// <summary>Whether the engine says that a network is not there; which one, its words tell.</summary>
    public static bool IsNetworkNotFound(EngineApiException e) => e.StatusCode == HttpStatusCode.NotFound && e.Says("network") && e.Says("not found");

    public static NetworkNotFoundException NotFound(string network, string doing, Exception inner) => new(network,
        $"Could not {doing} network {network}: the engine has none of that name or id. Make it with Network.Create(\"{network}\"), or look at engine.ListNetworksAsync().", inner);

    private static async Task SendAsync(
        ContainerClient container, string verb, string towards, string network, string path, JsonObject body, CancellationToken cancellationToken)
    {
        var doing = $"{verb} {container} {towards} network {network}";
        try
        {
            // Which of its networks publishes a container's ports may be another one afterwards.
            await container.Ports.InvalidateDuringAsync(() => container.Engine.SendJsonAsync(EngineRequest.Post($"networks/{Uri.EscapeDataString(network)}/{path}", doing) with { Json = body }, cancellationToken)).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            throw e.Says("no such container") ? container.NotFound(verb, e) : NotFound(network, $"{verb} {container} {towards}", e);
        }
    }
}
