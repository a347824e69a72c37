using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using System.Text.Json;

namespace ContainerKit.Services.Internal;

/// <summary>
/// The reset of a Keycloak server with its admin API: deletes the realms, and imports those of the configuration. See
/// https://www.keycloak.org/docs-api/latest/rest-api/index.html.
/// </summary>
/// <param name="http">The client.</param>
/// <param name="root">The address of the server.</param>
/// <param name="spec">The configuration.</param>
internal sealed class KeycloakReset(HttpClient http, Uri root, KeycloakSpec spec)
{
    private const string MasterRealm = "master";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var token = await LogInAsync(cancellationToken).ConfigureAwait(false);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var brief = new Uri(root, "admin/realms?briefRepresentation=true");
        var list = await http.GetStringAsync(brief, cancellationToken).ConfigureAwait(false);
        using var realms = JsonDocument.Parse(list);
        foreach (var name in realms.RootElement.EnumerateArray().Select(realm => realm.GetProperty("realm").GetString()!))
        {
            if (name == MasterRealm) continue;
            var address = new Uri(root, $"admin/realms/{Uri.EscapeDataString(name)}");
            using var response = await http.DeleteAsync(address, cancellationToken).ConfigureAwait(false);
            response.EnsureSuccessStatusCode();
        }

        foreach (var realm in spec.Realms)
        {
            using var content = new StringContent(realm, Encoding.UTF8, MediaTypeNames.Application.Json);
            using var response = await http.PostAsync(new Uri(root, "admin/realms"), content, cancellationToken).ConfigureAwait(false);
            response.EnsureSuccessStatusCode();
        }
    }

    private async Task<string> LogInAsync(CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["client_id"] = "admin-cli",
            ["grant_type"] = "password",
            ["username"] = spec.User,
            ["password"] = spec.Password,
        });
        var address = new Uri(root, $"realms/{MasterRealm}/protocol/openid-connect/token");
        using var response = await http.PostAsync(address, form, cancellationToken).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        using var token = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));
        return token.RootElement.GetProperty("access_token").GetString()!;
    }
}
