using System.Net;

namespace ContainerKit.Engines;

/// <summary>One place where an engine may answer, and where we learned of it.</summary>
internal sealed record EngineEndpoint(Uri Address, string Source, TlsMaterial? Tls = null)
{
    /// <summary>True where the engine's host is this machine, so that its loopback is ours.</summary>
    public bool IsLocal => Address.Scheme is "unix" or "npipe" || Address.IsLoopback
        || (IPAddress.TryParse(Address.Host, out var ip) && IPAddress.IsLoopback(ip));

    public override string ToString() => Address.Scheme switch
    {
        "unix" => "unix://" + SocketPath,
        "npipe" => $"npipe://{Address.Host}{Address.AbsolutePath}",
        _ => $"{Address.Scheme}://{Address.Authority}",
    };

    public string SocketPath => Uri.UnescapeDataString(Address.AbsolutePath);

    /// <summary>Reads an address the way DOCKER_HOST is written.</summary>
    /// <exception cref="FormatException">The address is not one we can dial; the message says what would be.</exception>
    public static EngineEndpoint Parse(string address, string source, TlsMaterial? tls = null)
    {
        if (!Uri.TryCreate(AsUri(address), UriKind.Absolute, out var uri)) throw Refuse("it is not an address");
        return uri.Scheme switch
        {
            "unix" when uri.AbsolutePath.Length > 1 => new(uri, source, tls),
            "unix" => throw Refuse("it names no socket"),
            "npipe" when uri.AbsolutePath.StartsWith("/pipe/", StringComparison.OrdinalIgnoreCase) => new(uri, source, tls),
            "npipe" => throw Refuse("a named pipe is written npipe://./pipe/name"),
            "tcp" or "http" or "https" when uri.Host.Length > 0 => new(WithPort(uri, tls), source, tls ?? TlsMaterial.SystemFor(uri)),
            "ssh" => throw Refuse("ssh is not supported; forward the socket with 'ssh -NL /tmp/docker.sock:/var/run/docker.sock host' and use unix:///tmp/docker.sock"),
            _ => throw Refuse("its scheme is not one of unix, npipe, tcp, http, https"),
        };

        FormatException Refuse(string why) => new($"The engine address '{WithoutPassword(address)}' from {source} cannot be used: {why}.");
    }

    // Not parsed: it is the ones that are written badly that come into messages.
    private static string WithoutPassword(string address)
    {
        var begin = address.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0;
        return address.LastIndexOf('@') is var end && end > begin && address.IndexOf(':', begin, end - begin) is >= 0 and var colon
            ? $"{address[..colon]}:***{address[end..]}"
            : address;
    }

    // Docker writes a pipe's path with four slashes, npipe:////./pipe/name: a Windows path in a URI without a host.
    private static string AsUri(string address) =>
        address.StartsWith("npipe:////", StringComparison.OrdinalIgnoreCase) ? "npipe://" + address["npipe:////".Length..] : address;

    // The docker command's own ports: 2376 with TLS, 2375 without.
    private static Uri WithPort(Uri uri, TlsMaterial? tls) => uri is { Scheme: "tcp", Port: -1 }
        ? new UriBuilder(uri) { Port = tls is null ? 2375 : 2376 }.Uri
        : uri;
}
