using System.Globalization;
using System.Net;
using ContainerKit.Diagnostics;

namespace ContainerKit.Discovery;

/// <summary>The address of an engine, and the setting that it comes from.</summary>
internal sealed record EngineEndpoint
{
    private const string DefaultSocket = "/var/run/docker.sock";
    private const string DefaultPipe = "./pipe/docker_engine";

    private EngineEndpoint(Uri address, string source, TlsMaterial? tls = null)
    {
        Address = address;
        Source = source;
        Tls = tls;
    }

    /// <summary>The address. It has no path for a Unix socket; see <see cref="SocketPath"/>.</summary>
    public Uri Address { get; }

    /// <summary>The setting that the address comes from, for messages.</summary>
    public string Source { get; }

    /// <summary>
    /// Indicates whether the endpoint is one of those that are tried if no setting selects an engine.
    /// </summary>
    public bool IsWellKnown { get; init; }

    /// <summary>The certificates; null for a connection without TLS.</summary>
    public TlsMaterial? Tls { get; }

    /// <summary>The headers of config.json that each request has; null for none.</summary>
    public ConfigHeaders? Headers { get; init; }

    /// <summary>The configured host of published ports; null to derive it from the address.</summary>
    public string? PublishedHost { get; init; }

    /// <summary>
    /// The address of the host if this process runs in a container. If the socket is mounted from there, its ports are reached there.
    /// </summary>
    public string? ContainerGateway { get; init; }

    /// <summary>The path of the Unix socket, as it stands in the address. Empty for another endpoint.</summary>
    public string SocketPath { get; private init; } = "";

    /// <summary>
    /// Indicates whether the socket has a name in the abstract namespace of Linux instead of a path, as in
    /// <c>unix://@name</c>. Such a socket is no file.
    /// </summary>
    public bool IsAbstractSocket => SocketPath.StartsWith('@');

    /// <summary>The parts of an ssh address; null for another endpoint.</summary>
    public SshTarget? Ssh { get; private init; }

    /// <summary>
    /// The host name that ssh connects to, if <see cref="Ssh"/> names an alias of the user's configuration. Null before the connection.
    /// </summary>
    public string? SshHostName { get; init; }

    /// <summary>The name of the Windows named pipe.</summary>
    public string PipeName => Uri.UnescapeDataString(Address.AbsolutePath["/pipe/".Length..]);

    /// <summary>The path before the path of each request, such as <c>prefix/</c>. Empty if the address has none.</summary>
    public string BasePath => Address.Scheme is "unix" or "npipe" or "ssh" || Address.AbsolutePath.Trim('/') is not { Length: > 0 } path
        ? ""
        : path + "/";

    /// <summary>
    /// Indicates whether the engine is assumed to share our loopback interface, so that ports are published there. True
    /// for a socket, a pipe and a loopback address, unless <see cref="PublishedHost"/> is set. It is an assumption
    /// only, because sockets may be forwarded or mounted into containers: no resource is removed because of it.
    /// </summary>
    public bool IsLocal => PublishedHost is { } host
        ? IsLoopback(host)
        : SshHostName is { } name
        ? IsLoopback(name)
        : Address.Scheme is "unix" or "npipe" || Address.IsLoopback || IsLoopback(Address.Host);

    /// <summary>The host to connect to for a published port.</summary>
    public string PortHost => PublishedHost ?? (IsLocal ? "127.0.0.1" : SshHostName ?? Address.DnsSafeHost);

    /// <summary>
    /// Returns the endpoint of a process in a container with the host of published ports, if the engine is outside of the container and no
    /// other host is set. It connects to the socket.
    /// </summary>
    public EngineEndpoint LocateMountedSocket() =>
        ContainerGateway is not null && PublishedHost is null && Address.Scheme == "unix" && !IsAbstractSocket
        && ContainerHost.IsMountedSocket(SocketPath)
            ? this with { PublishedHost = ContainerGateway }
            : this;

    /// <summary>Returns the address. <see cref="Parse"/> accepts it.</summary>
    public override string ToString() => Address.Scheme switch
    {
        "unix" => "unix://" + SocketPath,
        "npipe" => $"npipe://{Address.Host}/pipe/{PipeName}",
        "ssh" => $"ssh://{(Ssh!.User is null ? "" : Ssh.User + "@")}{Address.Authority}{Ssh.SocketPath}",
        _ => $"{Address.Scheme}://{Address.Authority}{Address.AbsolutePath.TrimEnd('/')}",
    };

    /// <summary>
    /// Parses an address in the format of DOCKER_HOST. The forms are those of the Docker CLI, with http and https added;
    /// see ParseHost in https://github.com/docker/cli/blob/v28.2.2/opts/hosts.go. The exceptions are a path without a
    /// scheme, which the CLI takes as a path on localhost, and user information, which the CLI ignores: both are errors
    /// here.
    /// </summary>
    /// <exception cref="FormatException">The address is invalid or not supported.</exception>
    public static EngineEndpoint Parse(string address, string source, TlsMaterial? tls = null)
    {
        if (string.IsNullOrWhiteSpace(address)) throw Invalid("it is not an address");
        var (scheme, rest) = Split(address);
        return scheme switch
        {
            "unix" => ParseSocket(),
            "npipe" => ParsePipe(),
            "tcp" or "http" or "https" => ParseTcp(),
            "ssh" => ParseSsh(),
            "" => throw Invalid("it has no scheme; a socket has the form unix:///path"),
            _ => throw Invalid("its scheme is not one of unix, npipe, tcp, http, https, ssh"),
        };

        EngineEndpoint ParseSocket()
        {
            if (rest.Contains("://", StringComparison.Ordinal)) throw Invalid("it has two schemes");
            if (rest.Contains('\0', StringComparison.Ordinal)) throw Invalid("it is not an address");
            if (rest.Length == 0) rest = DefaultSocket;
            if (rest.Trim('/').Length == 0) throw Invalid("it has no socket path");
            var path = rest;
            // As in the Docker CLI, a path without a leading slash starts at the current folder. The absolute path is
            // kept, because the folder may change, and because messages must show which socket is used.
            if (path[0] is not ('/' or '@') && !Path.IsPathFullyQualified(path))
            {
                path = Path.GetFullPath(path);
                source += ", relative to the current folder because it does not have three slashes";
            }

            return new EngineEndpoint(new Uri("unix:///"), source, tls) { SocketPath = path };
        }

        EngineEndpoint ParsePipe()
        {
            // Docker's form of a pipe has four slashes, npipe:////./pipe/name: a Windows path in a URI without a host.
            var path = rest.Replace('\\', '/');
            path = path.Length == 0 ? DefaultPipe : path.StartsWith("//", StringComparison.Ordinal) ? path[2..] : path;
            var parts = path.Split('/', 3);
            if (parts.Length < 3 || parts[2].Length == 0 || !parts[1].Equals("pipe", StringComparison.OrdinalIgnoreCase)
                || !Uri.TryCreate($"npipe://{parts[0]}/pipe/{Uri.EscapeDataString(parts[2])}", UriKind.Absolute, out var uri)
                || uri.UserInfo.Length > 0 || !uri.AbsolutePath.StartsWith("/pipe/", StringComparison.Ordinal))
                throw Invalid("a named pipe has the form npipe://./pipe/name");
            return new EngineEndpoint(uri, source, tls);
        }

        EngineEndpoint ParseTcp()
        {
            // A repeated scheme, as in tcp://tcp://host, is ignored by the Docker CLI too.
            if (scheme == "tcp" && rest.StartsWith("tcp://", StringComparison.OrdinalIgnoreCase)) rest = rest["tcp://".Length..];
            if (rest.Contains("://", StringComparison.Ordinal)) throw Invalid("it has two schemes");
            // Anywhere, because a user or password may contain a slash.
            if (rest.Contains('@', StringComparison.Ordinal))
                throw Invalid("it has user information, which engines do not use. Remove all before the @");
            // As in the Docker CLI, the query and the fragment are ignored.
            var end = rest.AsSpan().IndexOfAny('?', '#');
            if (end >= 0) rest = rest[..end];
            var slash = rest.IndexOf('/', StringComparison.Ordinal);
            var (authority, path) = slash < 0 ? (rest, "") : (rest[..slash], rest[slash..]);
            if (authority.Length == 0 && (path.Trim('/').Length > 0 || scheme != "tcp")) throw Invalid("it has no host");
            if (SplitPort(authority) is not var (host, port) || !IsHost(host)) throw Invalid("it is not an address");
            // The ports that are registered for engines: 2376 with TLS, 2375 without. The Docker CLI uses 2375 in both
            // cases.
            if (port is null && scheme == "tcp") port = tls is null ? 2375 : 2376;
            var portText = port is null ? "" : string.Create(CultureInfo.InvariantCulture, $":{port}");
            return Uri.TryCreate($"{scheme}://{host}{portText}{path}", UriKind.Absolute, out var uri) && uri.Host.Length > 0
                ? new EngineEndpoint(uri, source, tls ?? TlsMaterial.SystemFor(uri))
                : throw Invalid("it is not an address");
        }

        // As in the Docker CLI; see newSpec in
        // https://github.com/docker/cli/blob/11fea00142bcfb9a83eb8e2d578360018fac91d9/cli/connhelper/ssh/ssh.go. The limits of names
        // keep a value from being taken for an option of ssh or a part of a shell command.
        EngineEndpoint ParseSsh()
        {
            if (rest.AsSpan().IndexOfAny('?', '#') >= 0) throw Invalid("an ssh address has no query or fragment");
            var slash = rest.IndexOf('/', StringComparison.Ordinal);
            var (authority, path) = slash < 0 ? (rest, "") : (rest[..slash], rest[slash..]);
            var at = authority.LastIndexOf('@');
            var user = at < 0 ? null : authority[..at];
            if (user?.Contains(':', StringComparison.Ordinal) is true)
                throw Invalid("an ssh address cannot have a password; use a key or an agent, and remove the password");
            if (user is not null && !IsUser(user)) throw Invalid("the user of an ssh address has letters, digits, '.', '_' and '-' only");
            var hostAndPort = authority[(at + 1)..];
            if (hostAndPort.Length == 0 || hostAndPort[0] == ':') throw Invalid("it has no host");
            if (SplitPort(hostAndPort) is not var (host, port) || !IsHost(host) || host[0] == '-') throw Invalid("it is not an address");
            if (tls is not null) source += ", without its TLS settings";
            if (path.Trim('/').Length == 0) path = "";
            if (path.Any(char.IsControl)) throw Invalid("it is not an address");
            var portText = port is null ? "" : string.Create(CultureInfo.InvariantCulture, $":{port}");
            return Uri.TryCreate($"ssh://{host}{portText}", UriKind.Absolute, out var uri) && uri.Host.Length > 0
                ? new EngineEndpoint(uri, source) { Ssh = new SshTarget(user, host.Trim('[', ']'), port, path) }
                : throw Invalid("it is not an address");
        }

        FormatException Invalid(string reason) =>
            ArgumentErrors.Format($"The engine address '{AddressSecrets.Mask(address)}' from {source} cannot be used: {reason}.");
    }

    // An address without a scheme is host:port of tcp, except a socket with one slash. A path alone is not an address.
    private static (string Scheme, string Remainder) Split(string address)
    {
        var end = address.IndexOf("://", StringComparison.Ordinal);
        if (end >= 0) return (address[..end].ToLowerInvariant(), address[(end + "://".Length)..]);
        return address.StartsWith("unix:/", StringComparison.OrdinalIgnoreCase)
            ? ("unix", address["unix:".Length..])
            : (address.StartsWith('/') ? "" : "tcp", address);
    }

    // Returns the host, in brackets for an IPv6 address, and the port. A missing host is localhost, and a missing port
    // is null.
    private static (string Host, int? Port)? SplitPort(string authority)
    {
        // An IPv6 address without brackets has no port.
        if (authority.Count(c => c == ':') > 1 && !authority.StartsWith('[')) return ($"[{authority}]", null);
        var colon = authority.LastIndexOf(':');
        if (colon < 0 || authority.EndsWith(']')) return (authority.Length == 0 ? "localhost" : authority, null);
        var host = colon == 0 ? "localhost" : authority[..colon];
        if (colon == authority.Length - 1) return (host, null);
        return ushort.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? (host, port)
            : null;
    }

    private static bool IsHost(string host) => host.StartsWith('[')
        ? IPAddress.TryParse(host.Replace("%25", "%", StringComparison.Ordinal), out _)
        : host.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_');

    private static bool IsUser(string user) =>
        user.Length > 0 && user[0] != '-' && user.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_');

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));
}
