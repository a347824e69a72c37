using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ContainerKit.Services.Internal;

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

        using (await http.PutAsync(new Uri($"http://{search.Address}/parcels"), content: null, Token))
            await search.ResetAsync(Token);
        (await http.GetStringAsync(new Uri($"http://{search.Address}/_cat/indices"), Token)).Should().NotContain("parcels");
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

        var server = $"http://{storage.AccessKey}:{storage.SecretKey}@localhost:9000";
        var create = new ExecSpec("mc", "mb", "local/parcels")
        {
            Environment = new Dictionary<string, string> { ["MC_HOST_local"] = server },
        };
        await storage.Container.ExecAsync(create, Token);
        await storage.ResetAsync(Token);
        (await storage.Container.ExecAsync(["ls", "/data"], Token)).Stdout.Should().NotContain("parcels");
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
        await keycloak.ResetAsync(Token);
        (await http.GetStringAsync(discovery, Token)).Should().Contain("realms/shop");
    }

    // WireMock.Net stands in for the admin API of Keycloak.
    [DockerFact]
    public async Task The_reset_of_Keycloak_deletes_all_realms_except_master_and_adds_those_of_the_configuration()
    {
        string[] mappings =
        [
            """
            { "Request": { "Path": "/realms/master/protocol/openid-connect/token", "Methods": ["POST"] },
              "Response": { "BodyAsJson": { "access_token": "abc" } } }
            """,
            """
            { "Request": { "Path": "/admin/realms", "Methods": ["GET"] },
              "Response": { "BodyAsJson": [{ "realm": "master" }, { "realm": "a/b" }] } }
            """,
            """{ "Request": { "Path": "/admin/realms*", "Methods": ["POST", "DELETE"] }, "Response": { "StatusCode": 201 } }""",
        ];
        var image = await RequireImageAsync(new WireMockNetSpec().Image);
        await using var api = await WireMockNet.Run(new WireMockNetSpec { Image = image, Mappings = mappings, Container = Spec() })
            .ExecuteAsync(Token);
        using var http = new HttpClient();
        var spec = new KeycloakSpec { Password = "a&b", Realms = ["""{ "realm": "shop" }"""] };

        await new KeycloakReset(http, new Uri(api.ConnectionString), spec).RunAsync(Token);

        using var log = JsonDocument.Parse(await http.GetStringAsync(new Uri(api.AdminUri, "requests"), Token));
        var requests = log.RootElement.EnumerateArray().Select(entry => entry.GetProperty("Request")).ToList();
        requests.Select(Describe).Should().Equal(
            "POST /realms/master/protocol/openid-connect/token",
            "GET /admin/realms",
            "DELETE /admin/realms/a%2Fb",
            "POST /admin/realms");
        requests[0].GetProperty("Body").GetString().Should().Contain("password=a%26b");
        requests[^1].ToString().Should().Contain("shop").And.Contain("Bearer abc");

        static string Describe(JsonElement request) =>
            $"{request.GetProperty("Method")} {new Uri(request.GetProperty("AbsoluteUrl").GetString()!).AbsolutePath}";
    }
}
