using System.Text;
using System.Text.Json.Nodes;

namespace ContainerKit.Registries;

/// <summary>Encodes credentials for the headers of requests: as JSON in URL-safe base64.</summary>
internal static class RegistryHeaders
{
    /// <summary>The header of a build request, which may pull from several registries.</summary>
    public const string ConfigHeader = "X-Registry-Config";

    /// <summary>
    /// Returns the value of <c>X-Registry-Auth</c>. Engines require the header for every push; without credentials it
    /// is an empty object.
    /// </summary>
    public static string Auth(RegistryName registry, RegistryCredential? credential) =>
        Encode(credential is null ? [] : Json(registry, credential));

    /// <summary>Returns the value of <c>X-Registry-Config</c>: the credentials by registry.</summary>
    public static string Config(IEnumerable<KeyValuePair<RegistryName, RegistryCredential>> credentials)
    {
        var config = new JsonObject();
        foreach (var (registry, credential) in credentials) config[registry.Address] = Json(registry, credential);
        return Encode(config);
    }

    /// <summary>Returns the credentials for a registry as the engine's <c>AuthConfig</c>.</summary>
    public static JsonObject Json(RegistryName registry, RegistryCredential credential) => credential switch
    {
        { RegistryToken: { } token } => new JsonObject { ["registrytoken"] = token, ["serveraddress"] = registry.Address },
        { IdentityToken: { } token } => new JsonObject { ["identitytoken"] = token, ["serveraddress"] = registry.Address },
        _ => new JsonObject
        {
            ["username"] = credential.UserName,
            ["password"] = credential.Password,
            ["serveraddress"] = registry.Address,
        },
    };

    private static string Encode(JsonObject json) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(json.ToJsonString())).Replace('+', '-').Replace('/', '_');
}
