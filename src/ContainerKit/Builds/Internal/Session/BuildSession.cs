using System.Security.Cryptography;
using System.Text;
using ContainerKit.Http;
using ContainerKit.Sessions;

namespace ContainerKit.Builds;

/// <summary>
/// A session of a build with BuildKit, as the Docker CLI has one. After <c>POST /session</c> the roles on the connection are reversed:
/// the engine is a gRPC client, and requests files, credentials and secrets from this process when the build needs them. The build
/// request names the session by its id.
/// </summary>
internal sealed class BuildSession : IAsyncDisposable
{
    private const string HeaderPrefix = "X-Docker-Expose-Session-";

    private readonly HijackedStream _connection;
    private readonly GrpcServer _server;
    private readonly Http2Connection _http;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    private BuildSession(string id, HijackedStream connection, GrpcServer server)
    {
        Id = id;
        _connection = connection;
        _server = server;
        _http = new Http2Connection(connection, server.ServeAsync);
        _serving = ServeAsync();
    }

    /// <summary>The id of the session.</summary>
    public string Id { get; }

    /// <summary>
    /// The error that made the build fail: of this process, or a violation of the protocol by the engine. Null if there was none. An
    /// engine may close the connection when a build fails, which explains nothing.
    /// </summary>
    public Exception? Failure => _server.Failure ?? _serving.Exception?.InnerException as Http2Exception;

    /// <summary>Opens a session.</summary>
    /// <exception cref="EngineApiException">The engine provides no session.</exception>
    /// <remarks>Engine API: <c>POST /session</c>.</remarks>
    public static async Task<BuildSession> OpenAsync(
        EngineClient engine, string operation, BuildInputs inputs, CancellationToken cancellationToken)
    {
        var methods = new Dictionary<string, Func<GrpcCall, Task>>
        {
            ["/grpc.health.v1.Health/Check"] = UnaryMethod.Create((_, _) => Task.FromResult(CreateHealth())),
            [FileSyncService.DiffCopyMethod] = new FileSyncService(inputs.Context).DiffCopyAsync,
            [SecretsService.GetSecretMethod] = UnaryMethod.Create(new SecretsService(inputs.Secrets).GetSecretAsync),
            [AuthService.CredentialsMethod] = UnaryMethod.Create(new AuthService(inputs.Credentials).GetCredentialsAsync),
        };
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var request = EngineRequest.Post("session", operation) with
        {
            UpgradeProtocol = "h2c",
            Headers =
            [
                (HeaderPrefix + "Uuid", id),
                (HeaderPrefix + "Name", "containerkit"),
                (HeaderPrefix + "Sharedkey", GetSharedKey(inputs.Context.Folder)),
                .. methods.Keys.Select(method => (HeaderPrefix + "Grpc-Method", method)),
            ],
        };
        var connection = await engine.HijackAsync(request, cancellationToken).ConfigureAwait(false);
        return new BuildSession(id, connection, new GrpcServer(methods));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
        // The build has its result, and a failure of the session has been reported with it.
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _http.Dispose();
        _stop.Dispose();
    }

    // The engine notices the end of the session only if the connection is closed.
    private async Task ServeAsync()
    {
        await using (_connection.ConfigureAwait(false))
            await _http.RunAsync(_stop.Token).ConfigureAwait(false);
    }

    // BuildKit keeps the files of a build under this key, and requests only changed ones for the next build of the same folder.
    private static string GetSharedKey(string? folder) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{HostIdentity.Host}\0{Environment.UserName}\0{folder}")));

    // HealthCheckResponse.status: SERVING.
    private static ProtobufWriter CreateHealth() => new ProtobufWriter().Write(1, 1);
}
