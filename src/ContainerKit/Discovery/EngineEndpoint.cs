using System.Net;

namespace ContainerKit.Discovery;

/// <summary>The address of an engine, and the setting that it comes from.</summary>
/// <param name="Address">The address.</param>
/// <param name="Source">The setting that the address comes from, for messages.</param>
/// <param name="Tls">The certificates; null for a connection without TLS.</param>
internal sealed record EngineEndpoint(Uri Address, string Source, TlsMaterial? Tls = null)
{
    /// <summary>The configured host of published ports; null to derive it from the address.</summary>
    public string? PublishedHost { get; init; }

    /// <summary>
    /// Indicates whether the engine is assumed to share our loopback interface, so that ports are published there. True
    /// for a socket, a pipe and a loopback address, unless <see cref="PublishedHost"/> is set. It is an assumption
    /// only, because sockets may be forwarded or mounted into containers: no resource is removed because of it.
    /// </summary>
    public bool IsLocal => PublishedHost is { } host
        ? IsLoopback(host)
        : Address.Scheme is "unix" or "npipe" || Address.IsLoopback || IsLoopback(Address.Host);

    /// <summary>The host to connect to for a published port.</summary>
    public string PortHost => PublishedHost ?? (IsLocal ? "127.0.0.1" : Address.DnsSafeHost);

    /// <summary>Returns the address without user info.</summary>
    public override string ToString() => Address.Scheme switch
    {
        "unix" => "unix://" + SocketPath,
        "npipe" => $"npipe://{Address.Host}{Address.AbsolutePath}",
        _ => $"{Address.Scheme}://{Address.Authority}",
    };

    /// <summary>The path of the Unix socket.</summary>
    public string SocketPath => Uri.UnescapeDataString(Address.AbsolutePath);

    /// <summary>Parses an address in the format of DOCKER_HOST.</summary>
    /// <exception cref="FormatException">The address is invalid or not supported.</exception>
    public static EngineEndpoint Parse(string address, string source, TlsMaterial? tls = null)
    {
        if (!Uri.TryCreate(AsUri(address), UriKind.Absolute, out var uri)) throw Invalid("it is not an address");
        return uri.Scheme switch
        {
            "unix" when uri.AbsolutePath.Length > 1 => new(uri, source, tls),
            "unix" => throw Invalid("it has no socket path"),
            "npipe" when uri.AbsolutePath.StartsWith("/pipe/", StringComparison.OrdinalIgnoreCase) => new(uri, source, tls),
            "npipe" => throw Invalid("a named pipe has the form npipe://./pipe/name"),
            "tcp" or "http" or "https" when uri.Host.Length > 0 => new(WithPort(uri, tls), source, tls ?? TlsMaterial.SystemFor(uri)),
            "ssh" => throw Invalid(
                "ssh is not supported; forward the socket with 'ssh -NL /tmp/docker.sock:/var/run/docker.sock host', "
                + "use unix:///tmp/docker.sock, and set the host of published ports: "
                + "CONTAINERKIT_HOST=host, or DockerEngineOptions.PublishedHost"),
            _ => throw Invalid("its scheme is not one of unix, npipe, tcp, http, https"),
        };

        FormatException Invalid(string reason) =>
            new($"The engine address '{MaskPassword(address)}' from {source} cannot be used: {reason}.");
    }

    // Does not parse the address, because the addresses in messages are the invalid ones.
    private static string MaskPassword(string address)
    {
        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        var start = scheme < 0 ? 0 : scheme + "://".Length;
        var end = address.LastIndexOf('@');
        if (end <= start) return address;
        var colon = address.IndexOf(':', start, end - start);
        return colon < 0 ? address : $"{address[..colon]}:***{address[end..]}";
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));

    // Docker's form of a pipe has four slashes, npipe:////./pipe/name: a Windows path in a URI without a host.
    private static string AsUri(string address) =>
        address.StartsWith("npipe:////", StringComparison.OrdinalIgnoreCase) ? "npipe://" + address["npipe:////".Length..] : address;

    // The default ports of the Docker CLI: 2376 with TLS, 2375 without.
    private static Uri WithPort(Uri uri, TlsMaterial? tls) => uri is { Scheme: "tcp", Port: -1 }
        ? new UriBuilder(uri) { Port = tls is null ? 2375 : 2376 }.Uri
        : uri;
}
