using System.Runtime.CompilerServices;
using ContainerKit.Diagnostics;
using ContainerKit.Discovery;
using ContainerKit.Http;
using Docker.DotNet;
using Microsoft.Extensions.Logging;

namespace ContainerKit;

/// <summary>
/// A connection to a container engine. It opens no socket before its first request, may be used from many threads at once, and
/// belongs to whoever made it: dispose it when done. Disposing it closes connections and leaves what is on the engine alone. What is being asked
/// then, or is asked later, ends with an <see cref="ObjectDisposedException"/>. Only removing goes on: a chain cleans up, and a container can be disposed after its
/// engine, over connections of their own.
/// </summary>
/// <example><code>
/// await using var engine = new DockerEngine(new() { Endpoint = new("tcp://build-host:2375") });
/// await Image.Pull("busybox").Run("true").ToCompletion().On(engine);
/// </code></example>
public sealed partial class DockerEngine : IDisposable, IAsyncDisposable
{
    private static readonly Lazy<DockerEngine> _default = new(() => new DockerEngine(new DockerEngineOptions(), isShared: true));

    private static readonly ConditionalWeakTable<EngineClient, DockerEngine> _engines = [];

    private readonly EngineTransport _transport;
    private readonly bool _isShared;

    /// <summary>A connection to the engine the docker command would use, with default options. Nothing is asked yet.</summary>
    public DockerEngine()
        : this(new DockerEngineOptions())
    {
    }

    /// <summary>A connection with options of its own. Nothing is asked yet.</summary>
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
    }

    /// <summary>
    /// The engine that chains run on when they name none, found at its first use the way the docker command finds it: <c>DOCKER_HOST</c>,
    /// <c>DOCKER_CONTEXT</c>, the current context, the platform's socket; then rootless Docker, Docker Desktop and Podman. It lives as
    /// long as the process; disposing it does nothing.
    /// </summary>
    public static DockerEngine Default => _default.Value;

    /// <summary>
    /// The raw Docker.DotNet client over the same connections, for what this library does not wrap. It belongs to the engine: do not
    /// dispose it. Its errors are its own, not this library's.
    /// </summary>
    public IDockerClient Client => ApiClient.DockerDotNet;

    internal DockerEngineOptions Options { get; }

    internal ILogger Logger { get; }

    internal EngineClient ApiClient { get; }

    /// <summary>Finds the engine and agrees on an API version with it, if that has not been done yet.</summary>
    /// <returns>Where it answers, and the version that requests use.</returns>
    /// <exception cref="EngineUnavailableException">No engine answered within <see cref="DockerEngineOptions.ConnectTimeout"/>.</exception>
    /// <exception cref="UnsupportedApiVersionException">The engine is older than Docker Engine 20.10.</exception>
    /// <remarks>Engine API: <c>GET /_ping</c>, once per connection.</remarks>
    public async Task<EngineConnection> ConnectAsync(CancellationToken cancellationToken = default)
    {
        var link = await _transport.ConnectAsync(cancellationToken).ConfigureAwait(false);
        return new EngineConnection(link.Endpoint.ToString(), link.ApiVersion, link.Endpoint.IsLocal);
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

    /// <summary>The engine's address, or that it has not been looked for yet.</summary>
    public override string ToString() => _transport.Endpoint?.ToString() ?? "engine (not connected yet)";
}
