using System.Text;
using System.Text.Json.Nodes;

namespace ContainerKit.Registries;

/// <summary>How credentials travel to the engine: as JSON, in headers in the URL-safe alphabet of base64.</summary>
internal static class RegistryHeaders
{
    /// <summary>Sent with a build, which may pull from several registries.</summary>
    public const string ConfigHeader = "X-Registry-Config";

    /// <summary>The value of <c>X-Registry-Auth</c>. Engines want it on every push, with an empty object for nobody.</summary>
    public static string Auth(RegistryName registry, RegistryCredential? credential) => Encode(credential is null ? [] : Json(registry, credential));

    /// <summary>The value of <c>X-Registry-Config</c>: each registry's credentials.</summary>
    public static string Config(IEnumerable<KeyValuePair<RegistryName, RegistryCredential>> credentials)
    {
        var all = new JsonObject();
        foreach (var (registry, credential) in credentials) all[registry.Address] = Json(registry, credential);
        return Encode(all);
    }

    public static JsonObject Json(RegistryName registry, RegistryCredential credential) => credential.IdentityToken is { } token
        ? new JsonObject { ["identitytoken"] = token, ["serveraddress"] = registry.Address }
        : new JsonObject { ["username"] = credential.UserName, ["password"] = credential.Password, ["serveraddress"] = registry.Address };

    private static string Encode(JsonObject json) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(json.ToJsonString())).Replace('+', '-').Replace('/', '_');
}
