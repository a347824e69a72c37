using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ContainerKit.Http;
using ContainerKit.Json;

namespace ContainerKit.Networks;

/// <summary>What is said of networks and of containers on them, as engines take it.</summary>
internal static class NetworkRequest
{
    /// <summary>Engine 25: each end of a network has its own MAC address, and a container is made on several networks at once.</summary>
    public static readonly Version ManyEndpointsApi = new(1, 44);

    // From about here on engines choose an IPv6 subnet of their own when none is given.
    private static readonly Version _choosesIPv6Api = new(1, 47);

    public static JsonObject Create(NetworkSpec spec, string name, IReadOnlyDictionary<string, string> labels, Version api)
    {
        var pools = spec.Subnets.Select(subnet => Pool(subnet.Range, subnet.Gateway, subnet.Pool)).ToList();
        if (spec.IPv6 && spec.Subnets.All(subnet => subnet.Family != System.Net.Sockets.AddressFamily.InterNetworkV6) && api < _choosesIPv6Api)
            pools.Add(Pool(RandomPrivateIPv6(), gateway: null, pool: null));
        return new JsonObject
        {
            ["Name"] = name,
            // Engines before API 1.44 take a name twice unless they are asked to look.
            ["CheckDuplicate"] = true,
            ["Driver"] = spec.Driver,
            ["Internal"] = spec.Internal,
            ["Attachable"] = spec.Attachable,
            ["EnableIPv6"] = spec.HasIPv6,
            ["IPAM"] = new JsonObject { ["Driver"] = "default", ["Config"] = new JsonArray([.. pools]) },
            ["Options"] = JsonBody.Map(spec.Options),
            ["Labels"] = JsonBody.Map(labels),
        };
    }

    /// <summary>How a container is known on a network.</summary>
    public static JsonObject Endpoint(NetworkAttachment attachment)
    {
        var endpoint = new JsonObject();
        if (attachment.Aliases.Count > 0) endpoint["Aliases"] = new JsonArray([.. attachment.Aliases.Select(alias => JsonValue.Create(alias))]);
        if (attachment.MacAddress is { } mac) endpoint["MacAddress"] = MacAddresses.Text(mac);
        var addresses = new JsonObject();
        if (attachment.IPv4Address is { } four) addresses["IPv4Address"] = four.ToString();
        if (attachment.IPv6Address is { } six) addresses["IPv6Address"] = six.ToString();
        if (addresses.Count > 0) endpoint["IPAMConfig"] = addresses;
        return endpoint;
    }

    /// <exception cref="UnsupportedApiVersionException">The engine would drop it silently.</exception>
    public static async Task RequireEndpointMacAsync(EngineClient engine, CancellationToken cancellationToken)
    {
        var api = await engine.GetApiVersionAsync(cancellationToken).ConfigureAwait(false);
        if (api < ManyEndpointsApi) throw EndpointMacUnsupported(engine, api);
    }

    public static UnsupportedApiVersionException EndpointMacUnsupported(EngineClient engine, Version api) => new(
        $"A MAC address on a further network needs API {ManyEndpointsApi} (Docker Engine 25); the engine at {engine} speaks {api}. Leave it out, or give it to the first network.",
        ManyEndpointsApi, api);

    private static JsonObject Pool(IPNetwork range, IPAddress? gateway, IPNetwork? pool)
    {
        var config = new JsonObject { ["Subnet"] = range.ToString() };
        if (gateway is not null) config["Gateway"] = gateway.ToString();
        if (pool is not null) config["IPRange"] = pool.ToString();
        return config;
    }

    // RFC 4193: fd, 40 random bits, a subnet, and room for hosts.
    private static IPNetwork RandomPrivateIPv6()
    {
        var bytes = new byte[16];
        bytes[0] = 0xfd;
        RandomNumberGenerator.Fill(bytes.AsSpan(1, 5));
        return new IPNetwork(new IPAddress(bytes), 64);
    }
}
