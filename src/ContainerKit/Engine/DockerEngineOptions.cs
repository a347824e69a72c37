using ContainerKit.Discovery;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContainerKit;

/// <summary>How to reach an engine, and how patient to be with it. Read once, when the <see cref="DockerEngine"/> is made.</summary>
public sealed record DockerEngineOptions
{
    // The longest that a timer runs.
    private static readonly TimeSpan _maximumTimeout = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly TimeSpan _connectTimeout = TimeSpan.FromSeconds(2);
    private readonly TimeSpan _requestTimeout = TimeSpan.FromSeconds(60);
    private readonly TimeSpan _cleanupTimeout = TimeSpan.FromSeconds(20);

    /// <summary>
    /// The engine's address: <c>unix:///path</c>, <c>npipe://./pipe/name</c>, <c>tcp://host:port</c>, <c>http://host:port</c> or
    /// <c>https://host:port</c>. Default: found as the docker command finds it.
    /// </summary>
    public Uri? Endpoint { get; init; }

    /// <summary>
    /// A folder with <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c> for <see cref="Endpoint"/>. Setting it turns TLS on, with the
    /// engine's certificate checked against <c>ca.pem</c>. Default: none.
    /// </summary>
    public string? CertificatePath { get; init; }

    /// <summary>
    /// The host at which published ports are reached: a name or an address. Needed where the engine's address does not tell: its socket is forwarded from
    /// another machine, or mounted into the container that this process runs in. Then ports are published on all of that host's addresses and not
    /// on its 127.0.0.1, unless this names the loopback itself. Default: <c>CONTAINERKIT_HOST</c> where <see cref="Endpoint"/> is not set; else what the
    /// engine's address says, with 127.0.0.1 for a socket or a pipe.
    /// </summary>
    /// <exception cref="ArgumentException">It is not a host's name or address.</exception>
    public string? PublishedHost
    {
        get;
        init => field = value is null ? null : EngineEndpoint.ParseHost(value)
            ?? throw new ArgumentException($"'{value}' is not a host's name or address, such as \"build-host\" or \"10.0.0.7\"; leave scheme and port out.", nameof(value));
    }

    /// <summary>Where messages go. What a logger throws, such as that of a test that is over, is passed over. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>How long the search for an engine may take over all its endpoints. Default: 2 seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive, or longer than 49 days.</exception>
    public TimeSpan ConnectTimeout
    {
        get => _connectTimeout;
        init => _connectTimeout = ValidateTimeout(value, nameof(ConnectTimeout));
    }

    /// <summary>
    /// How long the engine may take to answer an ordinary request, such as a create or an inspect. Pulls, pushes, commits, and streams
    /// are bounded by the caller's token alone. Default: 60 seconds.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive, or longer than 49 days.</exception>
    public TimeSpan RequestTimeout
    {
        get => _requestTimeout;
        init => _requestTimeout = ValidateTimeout(value, nameof(RequestTimeout));
    }

    /// <summary>
    /// How long clean-up after a failed or cancelled chain may take. It does not run under the caller's token. A create or a commit that is
    /// cancelled has half as long to finish before that, so that what it makes can be removed. Default: 20 seconds.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive, or longer than 49 days.</exception>
    public TimeSpan CleanupTimeout
    {
        get => _cleanupTimeout;
        init => _cleanupTimeout = ValidateTimeout(value, nameof(CleanupTimeout));
    }

    /// <summary>The clock that waits and time limits go by. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    private static TimeSpan ValidateTimeout(TimeSpan value, string name) => value > TimeSpan.Zero && value <= _maximumTimeout
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is how long to be patient: more than nothing, and not for ever. For very patient, say an hour.");
}
