using System.Net;

namespace ContainerKit.Discovery;

/// <summary>One place where an engine may answer, and where we learned of it.</summary>
internal sealed record EngineEndpoint(Uri Address, string Source, TlsMaterial? Tls = null)
{
    /// <summary>The host at which published ports are reached, where somebody has said so; null where the address has to tell.</summary>
    public string? PublishedHost { get; init; }

    /// <summary>
    /// True where the engine's loopback is taken for ours, so that ports are published and reached there: at a socket, a pipe and a loopback
    /// address, unless <see cref="PublishedHost"/> says otherwise. A guess and no proof, since sockets are forwarded and mounted into containers:
    /// nothing is removed because of it.
    /// </summary>
    public bool IsLocal => PublishedHost is { } host ? IsLoopback(host) : Address.Scheme is "unix" or "npipe" || Address.IsLoopback || IsLoopback(Address.Host);

    /// <summary>Where a port of the engine's host is reached.</summary>
    public string PortHost => PublishedHost ?? (IsLocal ? "127.0.0.1" : Address.DnsSafeHost);

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
            "ssh" => throw Refuse("ssh is not supported; forward the socket with 'ssh -NL /tmp/docker.sock:/var/run/docker.sock host', use unix:///tmp/docker.sock, and say where published ports are reached: CONTAINERKIT_HOST=host, or DockerEngineOptions.PublishedHost"),
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

    /// <summary>Reads a host as ports are reached at: a name or an address, and nothing around it.</summary>
    /// <returns>Null for a text that is none.</returns>
    public static string? ParseHost(string text) => Uri.CheckHostName(text) == UriHostNameType.Unknown ? null : text.Trim('[', ']');

    private static bool IsLoopback(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));

    // Docker writes a pipe's path with four slashes, npipe:////./pipe/name: a Windows path in a URI without a host.
    private static string AsUri(string address) =>
        address.StartsWith("npipe:////", StringComparison.OrdinalIgnoreCase) ? "npipe://" + address["npipe:////".Length..] : address;

    // The docker command's own ports: 2376 with TLS, 2375 without.
    private static Uri WithPort(Uri uri, TlsMaterial? tls) => uri is { Scheme: "tcp", Port: -1 }
        ? new UriBuilder(uri) { Port = tls is null ? 2375 : 2376 }.Uri
        : uri;
}
