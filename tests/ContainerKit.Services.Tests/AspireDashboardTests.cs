using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;

namespace ContainerKit.Services.Tests;

public sealed class AspireDashboardTests : ServiceTest
{
    [DockerFact]
    public async Task Aspire_dashboard_receives_traces_of_OpenTelemetry_with_its_key()
    {
        var spec = new AspireDashboardSpec();
        await using var dashboard = await AspireDashboard.Run(
            spec with { Image = await RequireImageAsync(spec.Image), Container = Spec() }).ExecuteAsync(Token);

        Export("sent over gRPC", new Uri(dashboard.ConnectionString), OtlpExportProtocol.Grpc, dashboard.Headers);
        Export("sent over HTTP", new Uri(dashboard.HttpUri, "v1/traces"), OtlpExportProtocol.HttpProtobuf, dashboard.Headers);
        Export("sent without a key", new Uri(dashboard.ConnectionString), OtlpExportProtocol.Grpc, headers: null);

        // The dashboard stores traces after it has responded to the exporter.
        await UntilAsync(async () => await ReadSpansAsync(dashboard) is var spans
            && spans.Contains("sent over gRPC", StringComparison.Ordinal)
            && spans.Contains("sent over HTTP", StringComparison.Ordinal));
        (await ReadSpansAsync(dashboard)).Should().NotContain("sent without a key");

        using var http = new HttpClient();
        using var page = await http.GetAsync(dashboard.WebUri, Token);
        page.IsSuccessStatusCode.Should().BeTrue();
        dashboard.InternalConnectionString.Should().Be($"http://{dashboard.Container.Name}:18889");
    }

    private static void Export(string name, Uri endpoint, OtlpExportProtocol protocol, string? headers)
    {
        using var source = new ActivitySource("shop." + name);
        using var provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(source.Name)
            .AddOtlpExporter(otlp => (otlp.Endpoint, otlp.Protocol, otlp.Headers) = (endpoint, protocol, headers))
            .Build();
        using (source.StartActivity(name))
        {
        }

        provider.ForceFlush();
    }

    private static async Task<string> ReadSpansAsync(AspireDashboard dashboard)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("x-api-key", dashboard.ApiKey);
        return await http.GetStringAsync(new Uri(dashboard.WebUri, "/api/telemetry/spans"), Token);
    }
}
