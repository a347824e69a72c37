using System.Net.Http.Headers;
using System.Text;
using ContainerKit.Services.Internal;

namespace ContainerKit.Services;

/// <summary>
/// An Elasticsearch server with one node, over HTTP, for Elastic.Clients.Elasticsearch. It is ready when its cluster is
/// at least yellow. Its heap has 512 MB, unless <c>ES_JAVA_OPTS</c> is set. Written for <c>elasticsearch:8.15.0</c>; the
/// tests of this project run it only if that image can be pulled.
/// </summary>
/// <example><code>
/// await using var search = await Elasticsearch.Run();
/// var client = new ElasticsearchClient(new Uri(search.ConnectionString));
/// </code></example>
public sealed class Elasticsearch : Service
{
    private const int Port = 9200;

    private readonly ElasticsearchSpec _spec;

    private Elasticsearch(Container container, ElasticsearchSpec spec)
        : base(container, Port) => _spec = spec;

    /// <summary>Plans an empty server.</summary>
    public static Plan<Elasticsearch> Run() => Run(new ElasticsearchSpec());

    /// <summary>Plans a server with this configuration.</summary>
    public static Plan<Elasticsearch> Run(ElasticsearchSpec spec) =>
        new ServiceDefinition<Elasticsearch>(spec, created => new Elasticsearch(created, spec))
        {
            Ports = [Port],
            Variables = new Dictionary<string, string>
            {
                ["discovery.type"] = "single-node",
                ["xpack.security.http.ssl.enabled"] = "false",
                ["ELASTIC_PASSWORD"] = spec.Password,
            },
            DefaultVariables = new Dictionary<string, string> { ["ES_JAVA_OPTS"] = "-Xms512m -Xmx512m" },
            Ready = Wait.ForHttp(Port, "/_cluster/health?wait_for_status=yellow&timeout=1s", new HttpWaitOptions
            {
                Headers = new Dictionary<string, string> { ["Authorization"] = $"Basic {EncodeCredentials(spec)}" },
            }),
        }.Run();

    /// <summary>Deletes all data streams and all indices, except those whose name starts with a dot.</summary>
    /// <exception cref="HttpRequestException">The server is not reachable or responded with an error.</exception>
    public async Task ResetAsync(CancellationToken cancellationToken = default)
    {
        using var http = ServiceHttp.Create();
        var root = new Uri($"http://{Address}/");
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", EncodeCredentials(_spec));
        await DeleteAsync("_data_stream/*").ConfigureAwait(false);
        var indices = new Uri(root, "_cat/indices?h=index&expand_wildcards=open,closed");
        var list = await http.GetStringAsync(indices, cancellationToken).ConfigureAwait(false);
        // By default, the server does not delete indices by a pattern.
        var names = list.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in names.Where(name => !name.StartsWith('.')))
            await DeleteAsync(Uri.EscapeDataString(name)).ConfigureAwait(false);

        async Task DeleteAsync(string path)
        {
            using var response = await http.DeleteAsync(new Uri(root, path), cancellationToken).ConfigureAwait(false);
            response.EnsureSuccessStatusCode();
        }
    }

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) => $"http://elastic:{Uri.EscapeDataString(_spec.Password)}@{address}/";

    private static string EncodeCredentials(ElasticsearchSpec spec) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"elastic:{spec.Password}"));
}
