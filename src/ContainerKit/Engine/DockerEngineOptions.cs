using ContainerKit.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContainerKit;

/// <summary>
/// The options of a <see cref="DockerEngine"/>: the endpoint, timeouts and logging. They are read once, when the engine
/// object is created.
/// </summary>
public sealed record DockerEngineOptions
{
    // The longest due time of a .NET timer.
    private static readonly TimeSpan _maximumTimeout = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private static readonly TimeSpan _defaultConnectTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _defaultSelectedConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _defaultSshConnectTimeout = TimeSpan.FromSeconds(30);

    private readonly TimeSpan? _connectTimeout;
    private readonly TimeSpan _requestTimeout = TimeSpan.FromSeconds(60);
    private readonly TimeSpan _cleanupTimeout = TimeSpan.FromSeconds(20);

    /// <summary>
    /// The address of the engine: <c>unix:///path</c>, <c>npipe://./pipe/name</c>, <c>tcp://host:port</c>,
    /// <c>http://host:port</c>, <c>https://host:port</c> or <c>ssh://user@host:port</c>. The path of a socket is used as it stands in
    /// <see cref="Uri.OriginalString"/>, without decoding <c>%20</c> and the like. User information, as in
    /// <c>tcp://user@host</c>, is an error at the first request. Default: discovered as by the Docker CLI.
    /// </summary>
    public Uri? Endpoint { get; init; }

    /// <summary>
    /// The folder with <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c> for <see cref="Endpoint"/>. Setting it turns
    /// TLS on; the engine's certificate is verified with <c>ca.pem</c>, which must exist. <c>cert.pem</c> and
    /// <c>key.pem</c> are the client certificate, an RSA or ECDSA key without a password; both or neither must exist.
    /// Default: none.
    /// </summary>
    public string? CertificatePath { get; init; }

    /// <summary>
    /// The host on which published ports are reached, as a name or an address. Set it if the engine's address does not
    /// name this host, for example when its socket is forwarded from another machine or mounted into the container of
    /// this process. Ports are then published on all addresses of the host instead of 127.0.0.1, unless the value is a
    /// loopback address. Default: <c>CONTAINERKIT_HOST</c> if <see cref="Endpoint"/> is not set; otherwise the host of
    /// the engine's address, and 127.0.0.1 for a socket or a pipe.
    /// </summary>
    /// <exception cref="ArgumentException">The value is not a host name or address.</exception>
    public string? PublishedHost
    {
        get;
        init => field = value is null ? null : ParseHost(value) ?? throw ArgumentErrors.Create(
            $"'{AddressSecrets.Mask(value)}' is not a host name or address, such as \"build-host\" or \"10.0.0.7\". "
                + "Leave scheme and port out.",
            nameof(value));
    }

    /// <summary>
    /// Indicates whether containers and builds get the proxies in the <c>config.json</c> of the Docker CLI, as with <c>docker run</c> and
    /// <c>docker build</c>: the entry of the engine's address in <c>proxies</c>, or the entry <c>default</c>, as environment variables
    /// and build arguments such as <c>HTTP_PROXY</c> and <c>http_proxy</c>. Variables of a spec take precedence, and the environment of
    /// the container shows the values. A commit leaves them out of the image. Default: true.
    /// </summary>
    public bool UseConfigProxies { get; init; } = true;

    /// <summary>The factory of the logger. Exceptions of a logger are ignored. Default: no logging.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = DefaultLoggerFactory;

    /// <summary>
    /// The timeout of the discovery of an engine, over all endpoints. Default: 2 seconds for the search over the sockets of this machine,
    /// 10 seconds for an endpoint that <see cref="Endpoint"/> or a setting such as DOCKER_HOST selects, and 30 seconds for an engine over
    /// ssh, which logs in first. A value that is set applies to all of them.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or is longer than 49 days.</exception>
    public TimeSpan ConnectTimeout
    {
        get => _connectTimeout ?? _defaultConnectTimeout;
        init => _connectTimeout = ValidateTimeout(value, nameof(ConnectTimeout));
    }

    /// <summary>
    /// The timeout of an ordinary request, such as a create or an inspect. Pulls, pushes, commits and streams have no
    /// timeout; they end with the caller's token. Default: 60 seconds.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or is longer than 49 days.</exception>
    public TimeSpan RequestTimeout
    {
        get => _requestTimeout;
        init => _requestTimeout = ValidateTimeout(value, nameof(RequestTimeout));
    }

    /// <summary>
    /// The timeout of the cleanup after a failed or canceled plan. The caller's token does not cancel cleanup. A
    /// canceled create or commit first has half of this time to complete, so that the created resource can be removed.
    /// Default: 20 seconds.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or is longer than 49 days.</exception>
    public TimeSpan CleanupTimeout
    {
        get => _cleanupTimeout;
        init => _cleanupTimeout = ValidateTimeout(value, nameof(CleanupTimeout));
    }

    /// <summary>
    /// The longest output that is held in memory, in bytes. It applies to the standard output and the standard error of each exec and
    /// each foreground run separately. A longer output throws <see cref="OutputTooLongException"/>, and the process of an exec is killed.
    /// Output that is passed on in pieces has no limit: that of an <see cref="OutputTarget"/> other than
    /// <see cref="OutputTarget.Collect"/>, logs and terminals. It is also the limit of
    /// <see cref="Container.ReadTextAsync"/>. Default: 1,000,000,000 bytes, which fit a .NET string.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or longer than a .NET array.</exception>
    public int MaximumOutputLength
    {
        get;
        init => field = value >= 0 && value <= Array.MaxLength
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, $"{nameof(MaximumOutputLength)} must be from 0 to {Array.MaxLength} bytes, the longest array.");
    } = 1_000_000_000;

    /// <summary>The clock for waits and timeouts. Default: the system clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The factory of options that set none. The tests replace it, to see each log line of the library.</summary>
    internal static ILoggerFactory DefaultLoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <summary>The timeout for an endpoint that the program or a setting selects. The first TLS handshake takes time.</summary>
    internal TimeSpan SelectedConnectTimeout => _connectTimeout ?? _defaultSelectedConnectTimeout;

    /// <summary>The timeout of the discovery if it connects over ssh.</summary>
    internal TimeSpan SshConnectTimeout => _connectTimeout ?? _defaultSshConnectTimeout;

    /// <summary>Parses the host of published ports, a name or an IP address; returns null if it is invalid.</summary>
    internal static string? ParseHost(string text) =>
        Uri.CheckHostName(text) == UriHostNameType.Unknown ? null : text.Trim('[', ']');

    /// <summary>
    /// Returns the options, without the user information and the query of the address, which may be secrets.
    /// </summary>
    public override string ToString()
    {
        var endpoint = Endpoint is null ? "" : AddressSecrets.Mask(Endpoint.OriginalString);
        return $"{nameof(DockerEngineOptions)} {{ {nameof(Endpoint)} = {endpoint}, {nameof(CertificatePath)} = {CertificatePath}, "
            + $"{nameof(PublishedHost)} = {PublishedHost}, {nameof(UseConfigProxies)} = {UseConfigProxies}, "
            + $"{nameof(LoggerFactory)} = {LoggerFactory}, "
            + $"{nameof(ConnectTimeout)} = {ConnectTimeout}, {nameof(RequestTimeout)} = {RequestTimeout}, "
            + $"{nameof(CleanupTimeout)} = {CleanupTimeout}, {nameof(TimeProvider)} = {TimeProvider} }}";
    }

    private static TimeSpan ValidateTimeout(TimeSpan value, string name) => value > TimeSpan.Zero && value <= _maximumTimeout
        ? value
        : throw new ArgumentOutOfRangeException(
            name, value, $"{name} must be longer than zero and at most 49 days. For a very long timeout, use an hour.");
}
