using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ContainerKit.Services.Tests;

public sealed class OAuth2MockServerTests : ServiceTest
{
    // There is no published image; the one of eng/images has the package in its working folder.
    private const string TestImage = "containerkit/oauth2-mock-server";

    [DockerFact]
    public async Task OAuth2MockServer_issues_a_token_that_Microsoft_IdentityModel_validates_and_serves_a_network()
    {
        await using var network = await Network.Create().ExecuteAsync(Token);
        await using var identity = await OAuth2MockServer.Run(new OAuth2MockServerSpec
        {
            Image = await RequireImageAsync(TestImage),
            Container = Spec() with { Networks = [network] },
        }).ExecuteAsync(Token);

        using var http = new HttpClient();
        using var grant = new FormUrlEncodedContent(
            new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["aud"] = "parcels" });
        using var response = await http.PostAsync(new Uri(identity.ConnectionString + "/token"), grant, Token);
        var token = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token)).RootElement.GetProperty("access_token").GetString();
        var valid = await ValidateAsync(identity.ConnectionString, token!, http);
        valid.IsValid.Should().BeTrue(valid.Exception?.Message);
        valid.Issuer.Should().Be(identity.ConnectionString);

        var inside = await RunInNetworkAsync(network, Busybox, "timeout", "10", "wget", "-q", "-O", "-",
            identity.InternalConnectionString + "/.well-known/openid-configuration");
        var configuration = JsonDocument.Parse(inside).RootElement;
        configuration.GetProperty("issuer").GetString().Should().Be(identity.InternalConnectionString);
        var keys = await RunInNetworkAsync(
            network, Busybox, "timeout", "10", "wget", "-q", "-O", "-", configuration.GetProperty("jwks_uri").GetString()!);
        keys.Should().Be(await http.GetStringAsync(new Uri(identity.ConnectionString + "/jwks"), Token));
    }

    private static async Task<TokenValidationResult> ValidateAsync(string authority, string token, HttpClient http)
    {
        var configuration = await OpenIdConnectConfigurationRetriever.GetAsync(
            authority + "/.well-known/openid-configuration", new HttpDocumentRetriever(http) { RequireHttps = false }, Token);
        return await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = configuration.Issuer,
            ValidAudience = "parcels",
            IssuerSigningKeys = configuration.SigningKeys,
        });
    }
}
