using System.Text;
using ContainerKit.Services.Internal;

namespace ContainerKit.Services;

/// <summary>
/// The Aspire dashboard, which receives traces, metrics and logs over OTLP, for the OTLP exporter of OpenTelemetry, and
/// shows them on a web page. The connection string is the OTLP endpoint for gRPC. It is ready when it accepts a request
/// with its key. Tested with version 13.6 of <c>mcr.microsoft.com/dotnet/aspire-dashboard</c>.
/// </summary>
/// <example><code>
/// await using var dashboard = await AspireDashboard.Run();
/// builder.AddOtlpExporter(otlp =>                      // TracerProviderBuilder
///     (otlp.Endpoint, otlp.Headers) = (new Uri(dashboard.ConnectionString), dashboard.Headers));
/// </code></example>
public sealed class AspireDashboard : Service
{
    private const int WebPort = 18888;
    private const int GrpcPort = 18889;
    private const int HttpPort = 18890;

    private readonly AspireDashboardSpec _spec;

    private AspireDashboard(Container container, AspireDashboardSpec spec)
        : base(container, GrpcPort, HttpPort, WebPort) => _spec = spec;

    /// <summary>The key for telemetry and for the HTTP API, where it is the header <c>x-api-key</c>.</summary>
    public string ApiKey => _spec.ApiKey;

    /// <summary>
    /// The headers of telemetry, in the format of <c>OTEL_EXPORTER_OTLP_HEADERS</c>. They contain the key.
    /// </summary>
    public string Headers => $"x-otlp-api-key={ApiKey}";

    /// <summary>The OTLP endpoint for HTTP for this machine.</summary>
    public Uri HttpUri => new($"http://{GetAddress(HttpPort)}/");

    /// <summary>The address of the web page for this machine, with the token.</summary>
    public Uri WebUri => new($"http://{GetAddress(WebPort)}/login?t={Uri.EscapeDataString(_spec.BrowserToken)}");

    /// <summary>Plans a dashboard without telemetry.</summary>
    public static Plan<AspireDashboard> Run() => Run(new AspireDashboardSpec());

    /// <summary>Plans a dashboard with this configuration.</summary>
    public static Plan<AspireDashboard> Run(AspireDashboardSpec spec) =>
        new ServiceDefinition<AspireDashboard>(spec, created => new AspireDashboard(created, spec))
        {
            Ports = [GrpcPort, HttpPort, WebPort],
            Variables = new Dictionary<string, string>
            {
                ["DASHBOARD__OTLP__AUTHMODE"] = "ApiKey",
                ["DASHBOARD__OTLP__PRIMARYAPIKEY"] = spec.ApiKey,
                ["DASHBOARD__API__ENABLED"] = "true",
                ["DASHBOARD__API__AUTHMODE"] = "ApiKey",
                ["DASHBOARD__API__PRIMARYAPIKEY"] = spec.ApiKey,
                ["DASHBOARD__FRONTEND__BROWSERTOKEN"] = spec.BrowserToken,
            },
            Ready = Handshake.WaitFor(
                "OTLP", HttpPort, CreateEmptyExport(spec), length: 12, response => response.AsSpan().SequenceEqual("HTTP/1.1 200"u8)),
        }.Run();

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) => $"http://{address}";

    // A request with no traces.
    private static byte[] CreateEmptyExport(AspireDashboardSpec spec) => Encoding.UTF8.GetBytes(
        "POST /v1/traces HTTP/1.1\r\nHost: dashboard\r\nConnection: close\r\nContent-Type: application/x-protobuf\r\n"
        + $"Content-Length: 0\r\nx-otlp-api-key: {spec.ApiKey}\r\n\r\n");
}
