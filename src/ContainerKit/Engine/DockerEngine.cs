using System.Runtime.CompilerServices;
using ContainerKit.Diagnostics;
using ContainerKit.Discovery;
using ContainerKit.Http;
using Docker.DotNet;
using Microsoft.Extensions.Logging;

namespace ContainerKit;

/// <summary>
/// A connection to a container engine. No socket is opened before the first request. All members are thread-safe. The
/// creator disposes it. Disposing closes the connections and removes nothing from the engine. Requests in progress and
/// later requests then fail with an <see cref="ObjectDisposedException"/>. Only cleanup continues, over separate
/// connections: a plan removes its resources, and containers can be disposed after their engine.
/// </summary>
/// <example><code>
/// await using var engine = new DockerEngine(new() { Endpoint = new("tcp://build-host:2375") });
/// await Image.Pull("busybox").Run("true").ToCompletion().On(engine);
/// </code></example>
public sealed partial class DockerEngine : IDisposable, IAsyncDisposable
{
    private static readonly Lazy<DockerEngine> _default = new(() =>
        new DockerEngine(new DockerEngineOptions(), isShared: true));

    private static readonly ConditionalWeakTable<EngineClient, DockerEngine> _engines = [];

    private readonly EngineTransport _transport;
    private readonly bool _isShared;

    /// <summary>
    /// Creates a connection with default options, to the engine that the Docker CLI would use. No request is sent yet.
    /// </summary>
    public DockerEngine()
        : this(new DockerEngineOptions())
    {
    }

    /// <summary>Creates a connection with options. No request is sent yet.</summary>
    public DockerEngine(DockerEngineOptions options)
        : this(options, isShared: false)
    {
    }

    private DockerEngine(DockerEngineOptions options, bool isShared)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        Logger = new SafeLogger(options.LoggerFactory.CreateLogger("ContainerKit"));
        _transport = new EngineTransport(options, HostEnvironment.Current, Logger) { Owner = typeof(DockerEngine) };
        _isShared = isShared;
        ApiClient = new EngineClient(options, _transport, Logger);
        _engines.Add(ApiClient, this);
        _engines.Add(ApiClient.ForCleanup, this);
    }

    /// <summary>
    /// The engine for plans without an explicit engine. It is discovered at the first use, as the Docker CLI does:
    /// <c>DOCKER_HOST</c>, <c>DOCKER_CONTEXT</c>, the current context, the default socket of the platform; then
    /// rootless Docker, Docker Desktop and Podman. It lives as long as the process; disposing it does nothing.
    /// </summary>
    public static DockerEngine Default => _default.Value;

    /// <summary>
    /// The raw Docker.DotNet client over the same connections, for operations that this library does not have. The
    /// engine owns it: do not dispose it. It throws the exceptions of Docker.DotNet, not those of this library.
    /// </summary>
    public IDockerClient Client => ApiClient.DockerDotNet;

    /// <summary>The clock of the engine's timeouts, delays and ages: <see cref="DockerEngineOptions.TimeProvider"/>.</summary>
    public TimeProvider TimeProvider => Options.TimeProvider;

    /// <summary>
    /// The longest output that is held in memory, in bytes: <see cref="DockerEngineOptions.MaximumOutputLength"/>.
    /// </summary>
    public int MaximumOutputLength => Options.MaximumOutputLength;

    internal DockerEngineOptions Options { get; }

    internal ILogger Logger { get; }

    internal EngineClient ApiClient { get; }

    /// <summary>Connects to the engine and negotiates the API version, if not done yet.</summary>
    /// <returns>The endpoint, and the API version that requests use.</returns>
    /// <exception cref="EngineUnavailableException">
    /// No engine answered within <see cref="DockerEngineOptions.ConnectTimeout"/>.
    /// </exception>
    /// <exception cref="UnsupportedApiVersionException">The engine is older than Docker Engine 20.10.</exception>
    /// <remarks>Engine API: <c>GET /_ping</c>, once per connection.</remarks>
    public async Task<EngineConnection> ConnectAsync(CancellationToken cancellationToken = default)
    {
        var connection = await _transport.ConnectAsync(cancellationToken).ConfigureAwait(false);
        return new EngineConnection(connection.Endpoint.ToString(), connection.ApiVersion, connection.Endpoint.IsLocal);
    }

    /// <summary>Returns the engine that a client belongs to. Operations know the client alone.</summary>
    internal static DockerEngine For(EngineClient client) =>
        _engines.TryGetValue(client, out var engine) ? engine : throw new InvalidOperationException("The client belongs to no engine.");

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isShared) _transport.Dispose();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Returns the endpoint of the engine, or a note that it is not connected yet.</summary>
    public override string ToString() => _transport.Endpoint?.ToString() ?? "engine (not connected yet)";
}
