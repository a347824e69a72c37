using ContainerKit.Services.Internal;

namespace ContainerKit.Services;

/// <summary>
/// An etcd server, for dotnet-etcd. It is ready when it reports that it is healthy. It requires no authentication.
/// Tested with <c>quay.io/coreos/etcd:v3.4.23</c>.
/// </summary>
/// <example><code>
/// await using var etcd = await Etcd.Run();
/// using var client = new EtcdClient(etcd.ConnectionString);
/// </code></example>
public sealed class Etcd : Service
{
    private const int Port = 2379;

    private Etcd(Container container)
        : base(container, Port)
    {
    }

    /// <summary>Plans an empty server.</summary>
    public static Plan<Etcd> Run() => Run(new EtcdSpec());

    /// <summary>Plans a server with this configuration.</summary>
    public static Plan<Etcd> Run(EtcdSpec spec) => new ServiceDefinition<Etcd>(spec, created => new Etcd(created))
    {
        Ports = [Port],
        Variables = new Dictionary<string, string>
        {
            ["ETCD_LISTEN_CLIENT_URLS"] = $"http://0.0.0.0:{Port}",
            ["ETCD_ADVERTISE_CLIENT_URLS"] = $"http://0.0.0.0:{Port}",
        },
        Ready = Wait.ForHttp(Port, "/health", new HttpWaitOptions { Body = body => body.Contains("\"true\"", StringComparison.Ordinal) }),
    }.Run();

    /// <summary>Removes all keys.</summary>
    /// <exception cref="HttpRequestException">The server is not reachable or responded with an error.</exception>
    public async Task ResetAsync(CancellationToken cancellationToken = default)
    {
        // The range from the zero byte to the end of all keys, in Base64. The path of version 3.3 and later.
        using var allKeys = new StringContent("""{ "key": "AA==", "range_end": "AA==" }""");
        using var http = ServiceHttp.Create();
        using var response = await http.PostAsync(new Uri(ConnectionString + "/v3/kv/deleterange"), allKeys, cancellationToken)
            .ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
    }

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) => $"http://{address}";
}
