using System.Net.Http.Headers;
using System.Text;

namespace ContainerKit.Services.Tests;

/// <summary>Services with an HTTP API whose images the project's own machines cannot build.</summary>
public sealed class HttpServiceTests : ServiceTest
{
    [DockerFact]
    public async Task Elasticsearch_responds_to_its_user()
    {
        var spec = new ElasticsearchSpec();
        await using var search = await Elasticsearch.Run(
            spec with { Image = await RequireImageAsync(spec.Image), Container = Spec() }).ExecuteAsync(Token);

        using var http = new HttpClient();
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"elastic:{spec.Password}"));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        (await http.GetStringAsync(new Uri($"http://{search.Address}/"), Token)).Should().Contain("cluster_name");
    }

    [DockerFact]
    public async Task Minio_responds_to_a_request()
    {
        var spec = new MinioSpec();
        await using var storage = await Minio.Run(
            spec with { Image = await RequireImageAsync(spec.Image), Container = Spec() }).ExecuteAsync(Token);

        using var http = new HttpClient();
        using var response = await http.GetAsync(new Uri(storage.ConnectionString), Token);
        (await response.Content.ReadAsStringAsync(Token)).Should().Contain("AccessDenied");
    }

    [DockerFact]
    public async Task Keycloak_serves_the_discovery_document_of_a_realm()
    {
        var spec = new KeycloakSpec { Realms = ["""{ "realm": "shop", "enabled": true }"""] };
        await using var keycloak = await Keycloak.Run(
            spec with { Image = await RequireImageAsync(spec.Image), Container = Spec() }).ExecuteAsync(Token);

        using var http = new HttpClient();
        var discovery = new Uri(keycloak.ConnectionString + "realms/shop/.well-known/openid-configuration");
        (await http.GetStringAsync(discovery, Token)).Should().Contain($"\"issuer\":\"{keycloak.ConnectionString}realms/shop\"");
    }
}
