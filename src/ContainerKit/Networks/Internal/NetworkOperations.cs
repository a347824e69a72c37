using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerKit.Cleanup;
using ContainerKit.Containers;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Json;
using ContainerKit.Plans;
using ContainerKit.Sessions;

namespace ContainerKit.Networks;

/// <summary>Creates, inspects, lists, prunes and connects networks.</summary>
internal static class NetworkOperations
{
    private const int MaximumPruneAttempts = 3;

    /// <summary>Creates a network. The plan removes it unless it is part of the plan's result.</summary>
    /// <exception cref="NameConflictException">Another network has the name.</exception>
    /// <remarks>Engine API: <c>POST /networks/create</c>.</remarks>
    public static async Task<NetworkClient> CreateAsync(PlanContext context, NetworkSpec spec)
    {
        var engine = context.Engine;
        var nonce = ResourceLabels.NewNonce();
        var name = spec.Name ?? $"network-{nonce[..8]}";
        var api = await engine.GetApiVersionAsync(context.Token).ConfigureAwait(false);
        var endpoint = await engine.GetEndpointAsync(context.Token).ConfigureAwait(false);
        var body = NetworkRequest.Create(spec, name, ResourceLabels.AddTo(spec.Labels, endpoint, nonce), api);
        var network = new TrackedNetwork(engine, name, nonce);
        var request = EngineRequest.Post("networks/create", $"create {network}") with
        {
            Json = body,
            CreatesResource = true,
            Secrets = RequestSecrets.FromOptions(spec.Options),
        };
        try
        {
            await context.CreateTrackedAsync(network, async token =>
            {
                var response = await engine.SendJsonAsync(request, token).ConfigureAwait(false);
                return engine.RequireId(request.Operation, response.GetStringOrEmpty("Id"));
            }).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.Conflict || e.Kind == EngineErrorKind.NameConflict)
        {
            throw new NameConflictException(name,
                $"Could not create network {name}: another network has that name (the engine answered \"{e.QuotedMessage}\"). "
                + $"Use it with Network.Find(\"{name}\"), remove it, or leave Name out.", e);
        }

        return new NetworkClient(engine, network.Id!, name, IsOwned: true);
    }

    /// <summary>Finds a network by its name or id. The caller does not own it.</summary>
    /// <exception cref="NetworkNotFoundException">There is no such network.</exception>
    /// <remarks>Engine API: <c>GET /networks/{id}</c>.</remarks>
    public static async Task<NetworkClient> FindAsync(EngineClient engine, string network, CancellationToken cancellationToken)
    {
        var found = await InspectAsync(engine, network, cancellationToken).ConfigureAwait(false);
        return new NetworkClient(engine, engine.RequireId($"find network {network}", found.Id), found.Name, IsOwned: false);
    }

    /// <summary>Returns the details of a network.</summary>
    /// <exception cref="NetworkNotFoundException">There is no such network.</exception>
    /// <remarks>Engine API: <c>GET /networks/{id}</c>.</remarks>
    public static async Task<NetworkDetails> InspectAsync(EngineClient engine, string network, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get($"networks/{PathSegment.Escape(network, "network")}", $"inspect network {network}") with
        {
            NotFound = e => NotFound(network, "find", e),
        };
        var details = NetworkDetails.Read(await engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false));
        return details.Id.Length > 0 ? details
            : throw engine.InvalidResponse(request.Operation, "its response does not describe the network");
    }

    /// <summary>Returns the networks that match a filter.</summary>
    /// <remarks>Engine API: <c>GET /networks</c>; <c>GET /containers/json</c> to filter by use.</remarks>
    public static async Task<IReadOnlyList<NetworkDetails>> ListAsync(
        EngineClient engine, NetworkFilter filter, CancellationToken cancellationToken)
    {
        var quirks = await engine.GetQuirksAsync(cancellationToken).ConfigureAwait(false);
        var request = EngineRequest.Get("networks", "list networks") with { Query = filter.Query(!quirks.HasNoNetworkTypeFilter) };
        var networks = await engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false);
        if (networks.ValueKind != JsonValueKind.Array) return [];
        var found = networks.EnumerateItems().Select(NetworkDetails.Read);
        if (quirks.HasNoNetworkTypeFilter) found = found.Where(filter.MatchesType);
        if (filter.IsUnused is not { } unused) return [.. found];

        // The list of containers is used, because the 'dangling' filter of Docker Engine 20.10 reports every network as unused.
        var containers = await engine.GetJsonAsync("list the containers on networks", "containers/json", cancellationToken)
            .ConfigureAwait(false);
        // Podman 4 reports the name of a network as its id.
        var used = containers.EnumerateItems()
            .SelectMany(container => container.GetPropertyOrDefault("NetworkSettings").EnumerateProperties("Networks"))
            .Select(network => network.Value.GetStringOrEmpty("NetworkID")).ToHashSet();
        return [.. found.Where(network => (used.Contains(network.Id) || used.Contains(network.Name)) != unused)];
    }

    /// <summary>Removes the unused networks that match a filter.</summary>
    /// <remarks>Engine API: <c>POST /networks/prune</c>.</remarks>
    public static async Task<PruneReport> PruneAsync(EngineClient engine, PruneFilter filter, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Post("networks/prune", "prune networks") with { Query = filter.Query() };
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return PruneReport.Read(await engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false), "NetworksDeleted");
            }
            catch (EngineApiException e) when (attempt < MaximumPruneAttempts && e.MessageContains("no such container"))
            {
                // Podman reads all containers before it removes a network, and fails if one of them is removed meanwhile.
            }
        }
    }

    /// <summary>Connects a container to a network.</summary>
    /// <exception cref="NetworkNotFoundException">The network was removed.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="UnsupportedApiVersionException">The engine does not support a MAC address on an additional network.</exception>
    /// <remarks>Engine API: <c>POST /networks/{id}/connect</c>.</remarks>
    public static async Task ConnectAsync(ContainerClient container, NetworkAttachment attachment, CancellationToken cancellationToken)
    {
        var engine = container.Engine;
        if (attachment.MacAddress is not null)
            await NetworkRequest.RequireEndpointMacAsync(engine, cancellationToken).ConfigureAwait(false);
        var body = new JsonObject { ["Container"] = container.Id, ["EndpointConfig"] = NetworkRequest.Endpoint(attachment) };
        // Registered before the request: the network must not be removed before the container, even if the response is lost.
        container.Dependencies.UseNetwork(attachment.Network);
        await SendAsync(container, "connect", "to", attachment.Network, body, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Disconnects a container from a network.</summary>
    /// <exception cref="NetworkNotFoundException">The network was removed.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>POST /networks/{id}/disconnect</c>.</remarks>
    public static Task DisconnectAsync(ContainerClient container, string network, CancellationToken cancellationToken) =>
        SendAsync(container, "disconnect", "from", network, new JsonObject { ["Container"] = container.Id }, cancellationToken);

    /// <summary>Indicates whether the engine reports a missing network. The message contains its name.</summary>
    public static bool IsNetworkNotFound(EngineApiException e) =>
        e.Kind == EngineErrorKind.NetworkNotFound
        || (e.StatusCode == HttpStatusCode.NotFound && e.MessageContains("network") && e.MessageContains("not found"));

    /// <summary>Returns the exception for a network that does not exist.</summary>
    public static NetworkNotFoundException NotFound(string network, string operation, Exception inner) => new(network,
        $"Could not {operation} network {network}: the engine has none of that name or id. "
        + $"Create it with Network.Create(\"{network}\"), or see engine.ListNetworksAsync().", inner);

    private static async Task SendAsync(
        ContainerClient container, string verb, string preposition, string network, JsonObject body, CancellationToken cancellationToken)
    {
        var path = $"networks/{PathSegment.Escape(network, "network")}/{verb}";
        var request = EngineRequest.Post(path, $"{verb} {container} {preposition} network {network}") with
        {
            Json = body,
            NotFound = e => e.MessageContains("no such container")
                ? container.NotFound(verb, e)
                : NotFound(network, $"{verb} {container} {preposition}", e),
        };
        // The ports may be published on another network of the container afterwards.
        await container.Ports.InvalidateDuringAsync(() => container.Engine.SendAsync(request, cancellationToken)).ConfigureAwait(false);
    }
}
