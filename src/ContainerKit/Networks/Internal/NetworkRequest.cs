using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ContainerKit.Http;
using ContainerKit.Json;

namespace ContainerKit.Networks;

/// <summary>Creates the request bodies for networks and for the endpoints of containers on them.</summary>
internal static class NetworkRequest
{
    /// <summary>
    /// The API of Docker Engine 25: each endpoint has its own MAC address, and a container can be created on several networks.
    /// </summary>
    public static readonly Version ManyEndpointsApi = new(1, 44);

    // Engines with this API version allocate an IPv6 subnet from a default ULA prefix if the request has none:
    // https://github.com/moby/moby/pull/47853
    private static readonly Version _allocatesIPv6Api = new(1, 47);

    /// <summary>Returns the body of a request to create a network.</summary>
    public static JsonObject Create(NetworkSpec spec, string name, IReadOnlyDictionary<string, string> labels, Version api)
    {
        var pools = spec.Subnets.Select(subnet => Pool(subnet.Range, subnet.Gateway, subnet.Pool)).ToList();
        if (spec.IPv6 && spec.Subnets.All(subnet => subnet.Family != AddressFamily.InterNetworkV6) && api < _allocatesIPv6Api)
            pools.Add(Pool(RandomPrivateIPv6(), gateway: null, pool: null));
        return new JsonObject
        {
            ["Name"] = name,
            // Without this flag, Docker Engine before API 1.44 and Podman accept a duplicate name:
            // https://github.com/moby/moby/pull/46251, https://github.com/podman-container-tools/podman/pull/17594
            ["CheckDuplicate"] = true,
            ["Driver"] = spec.Driver,
            ["Internal"] = spec.Internal,
            ["Attachable"] = spec.Attachable,
            ["EnableIPv6"] = spec.HasIPv6,
            ["IPAM"] = new JsonObject { ["Driver"] = "default", ["Config"] = new JsonArray([.. pools]) },
            ["Options"] = JsonBody.FromMap(spec.Options),
            ["Labels"] = JsonBody.FromMap(labels),
        };
    }

    /// <summary>Returns the endpoint settings of a container on a network: its aliases and addresses.</summary>
    public static JsonObject Endpoint(NetworkAttachment attachment)
    {
        var endpoint = new JsonObject();
        if (attachment.Aliases.Count > 0)
            endpoint["Aliases"] = new JsonArray([.. attachment.Aliases.Select(alias => JsonValue.Create(alias))]);
        if (attachment.MacAddress is { } mac) endpoint["MacAddress"] = MacAddresses.Text(mac);
        var addresses = new JsonObject();
        if (attachment.IPv4Address is { } ipv4) addresses["IPv4Address"] = ipv4.ToString();
        if (attachment.IPv6Address is { } ipv6) addresses["IPv6Address"] = ipv6.ToString();
        if (addresses.Count > 0) endpoint["IPAMConfig"] = addresses;
        return endpoint;
    }

    /// <summary>Checks that the engine supports a MAC address on an additional network.</summary>
    /// <exception cref="UnsupportedApiVersionException">The engine would ignore the address.</exception>
    public static async Task RequireEndpointMacAsync(EngineClient engine, CancellationToken cancellationToken)
    {
        var api = await engine.GetApiVersionAsync(cancellationToken).ConfigureAwait(false);
        if (api < ManyEndpointsApi) throw EndpointMacUnsupported(engine, api);
    }

    /// <summary>Returns the exception for an engine without MAC addresses on additional networks.</summary>
    public static UnsupportedApiVersionException EndpointMacUnsupported(EngineClient engine, Version api) => new(
        $"A MAC address on an additional network requires API {ManyEndpointsApi} (Docker Engine 25); "
        + $"the engine at {engine} speaks {api}. Leave it out, or set it on the first network.",
        ManyEndpointsApi, api);

    private static JsonObject Pool(IPNetwork range, IPAddress? gateway, IPNetwork? pool)
    {
        var config = new JsonObject { ["Subnet"] = range.ToString() };
        if (gateway is not null) config["Gateway"] = gateway.ToString();
        if (pool is not null) config["IPRange"] = pool.ToString();
        return config;
    }

    // RFC 4193: the prefix fd, a global id of 40 random bits, subnet 0, and 64 bits for hosts.
    private static IPNetwork RandomPrivateIPv6()
    {
        var bytes = new byte[16];
        bytes[0] = 0xfd;
        RandomNumberGenerator.Fill(bytes.AsSpan(1, 5));
        return new IPNetwork(new IPAddress(bytes), 64);
    }
}
