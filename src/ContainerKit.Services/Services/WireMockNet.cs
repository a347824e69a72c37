using System.Net.Mime;
using System.Text;
using ContainerKit.Diagnostics;
using ContainerKit.Services.Internal;

namespace ContainerKit.Services;

/// <summary>
/// A WireMock.Net server, which stands in for an HTTP API and records its requests, for HttpClient. It is ready when its
/// admin API responds. It requires no authentication. Tested with version 2.21 of WireMock.Net.
/// </summary>
/// <example><code>
/// var price = """{ "Request": { "Path": "/price" }, "Response": { "BodyAsJson": { "price": 7 } } }""";
/// await using var api = await WireMockNet.Run(new WireMockNetSpec { Mappings = [price] });
/// var text = await http.GetStringAsync(api.ConnectionString + "price");
/// </code></example>
public sealed class WireMockNet : Service
{
    private const int Port = 80;

    private readonly WireMockNetSpec _spec;

    private WireMockNet(Container container, WireMockNetSpec spec)
        : base(container, Port) => _spec = spec;

    /// <summary>The address of the admin API for this machine, such as that of <c>requests</c> below it.</summary>
    public Uri AdminUri => new($"http://{Address}/__admin/");

    /// <summary>Plans a server without mappings.</summary>
    public static Plan<WireMockNet> Run() => Run(new WireMockNetSpec());

    /// <summary>Plans a server with this configuration.</summary>
    public static Plan<WireMockNet> Run(WireMockNetSpec spec)
    {
        var plan = new ServiceDefinition<WireMockNet>(spec, created => new WireMockNet(created, spec))
        {
            Ports = [Port],
            Ready = Wait.ForHttp(Port, "/__admin/settings"),
        }.Run();
        return plan.Select(async (server, token) =>
        {
            using var http = ServiceHttp.Create();
            await server.AddMappingsAsync(http, token).ConfigureAwait(false);
            return server;
        });
    }

    /// <summary>Removes all mappings and recorded requests, and adds the mappings of the configuration again.</summary>
    /// <exception cref="HttpRequestException">The server is not reachable or responded with an error.</exception>
    public async Task ResetAsync(CancellationToken cancellationToken = default)
    {
        using var http = ServiceHttp.Create();
        foreach (var path in (string[])["mappings", "requests"])
        {
            using var response = await http.DeleteAsync(new Uri(AdminUri, path), cancellationToken).ConfigureAwait(false);
            response.EnsureSuccessStatusCode();
        }

        await AddMappingsAsync(http, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) => $"http://{address}/";

    private async Task AddMappingsAsync(HttpClient http, CancellationToken cancellationToken)
    {
        foreach (var mapping in _spec.Mappings)
        {
            using var content = new StringContent(mapping, Encoding.UTF8, MediaTypeNames.Application.Json);
            using var response = await http.PostAsync(new Uri(AdminUri, "mappings"), content, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode) continue;
            var reason = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            throw new HttpRequestException(
                $"{this} did not accept the mapping {mapping}: {VisibleText.Quote(reason)}", inner: null, response.StatusCode);
        }
    }
}
