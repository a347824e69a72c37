using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerKit.Discovery;
using ContainerKit.Json;

namespace ContainerKit.Registries;

/// <summary>
/// What the docker command's <c>config.json</c> says of credentials: a helper for one registry (<c>credHelpers</c>), one for all others
/// (<c>credsStore</c>), or the credentials themselves (<c>auths</c>). <c>DOCKER_AUTH_CONFIG</c> holds the last of these in the same form.
/// </summary>
internal sealed class DockerConfigFile(JsonElement json, string source)
{
    private static readonly JsonDocumentOptions _tolerant = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>How messages call it.</summary>
    public string Source => source;

    public static string PathOf(HostEnvironment host) => Path.Combine(host.DockerConfig, "config.json");

    /// <returns>Null where there is no such file.</returns>
    /// <exception cref="CredentialStoreException">It cannot be read or is not JSON.</exception>
    public static DockerConfigFile? Read(HostEnvironment host, RegistryName registry)
    {
        var file = PathOf(host);
        try
        {
            return File.Exists(file) ? Parse(File.ReadAllText(file), file, registry) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CredentialStoreException(registry.Host, file, $"Could not read the credentials for {registry} in '{file}': {e.Message}", e);
        }
    }

    /// <exception cref="CredentialStoreException">It is not JSON. The text, which holds secrets, is not repeated.</exception>
    public static DockerConfigFile Parse(string text, string source, RegistryName registry)
    {
        try
        {
            using var document = JsonDocument.Parse(text, _tolerant);
            return new DockerConfigFile(document.RootElement.Clone(), source);
        }
        catch (JsonException e)
        {
            throw new CredentialStoreException(registry.Host, source,
                $"Could not read the credentials for {registry}: {source} is not valid JSON, at line {e.LineNumber + 1}, position {e.BytePositionInLine + 1}.");
        }
    }

    /// <summary>The helper that keeps this registry's credentials; null where the file itself does.</summary>
    public string? HelperFor(RegistryName registry)
    {
        var own = json.EnumerateProperties("credHelpers").Where(member => registry.IsKeyedBy(member.Name)).Select(member => member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : null).FirstOrDefault();
        return (own ?? json.GetStringOrEmpty("credsStore")) is { Length: > 0 } helper ? helper : null;
    }

    /// <exception cref="CredentialStoreException">Its entry is malformed.</exception>
    public RegistryCredential? Find(RegistryName registry)
    {
        var entries = json.EnumerateProperties("auths").Where(member => registry.IsKeyedBy(member.Name)).ToList();
        if (entries.Count == 0) return null;
        // The exact key goes before an older spelling of it, and the host that was written before another one.
        var entry = entries.OrderByDescending(member => member.Name == registry.Address).ThenByDescending(member => member.Name == registry.Key).First().Value;
        if (entry.GetStringOrEmpty("identitytoken") is { Length: > 0 } token) return RegistryCredential.FromIdentityToken(token);
        var (user, password) = entry.GetStringOrEmpty("auth") is { Length: > 0 } auth ? Decode(auth, registry) : (entry.GetStringOrEmpty("username"), entry.GetStringOrEmpty("password"));
        return user.Length > 0 ? new RegistryCredential(user, password) : null;
    }

    /// <summary>Writes one registry's credentials, or takes them away with null, and leaves everything else in the file as it is.</summary>
    /// <param name="entry">The entry in <c>auths</c>: the credentials, or an empty object where a helper has them.</param>
    /// <exception cref="CredentialStoreException">The file cannot be written, or is not JSON.</exception>
    public static void Write(HostEnvironment host, RegistryName registry, JsonObject? entry)
    {
        var file = PathOf(host);
        try
        {
            // A link stays a link: the file it leads to is written.
            if (File.Exists(file) && File.ResolveLinkTarget(file, returnFinalTarget: true) is { } target) file = target.FullName;
            var whole = File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file), documentOptions: _tolerant) as JsonObject ?? throw new JsonException() : [];
            if (whole["auths"] is not JsonObject auths) whole["auths"] = auths = [];
            foreach (var key in auths.Select(member => member.Key).Where(registry.IsKeyedBy).ToList()) auths.Remove(key);
            if (entry is not null) auths[registry.Key] = entry;
            Replace(file, whole);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CredentialStoreException(registry.Host, file,
                $"Could not write the credentials for {registry} to '{file}': {(e is JsonException ? "it is not valid JSON; mend it first" : e.Message)}.", e is JsonException ? null : e);
        }
    }

    /// <summary>The entry that the docker command writes where no helper is configured.</summary>
    public static JsonObject Entry(RegistryCredential credential) => credential.IdentityToken is { } token
        ? new JsonObject { ["identitytoken"] = token }
        : new JsonObject { ["auth"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{credential.Password}")) };

    // Written beside and moved over, so that nobody ever reads half a file; only its owner may read it.
    private static void Replace(string file, JsonObject whole)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var fresh = $"{file}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (var stream = new FileStream(fresh, options))
            using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
                whole.WriteTo(writer);
            File.Move(fresh, file, overwrite: true);
        }
        catch
        {
            File.Delete(fresh);
            throw;
        }
    }

    private (string User, string Password) Decode(string auth, RegistryName registry)
    {
        try
        {
            var text = Encoding.UTF8.GetString(Convert.FromBase64String(auth));
            if (text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon) return (text[..colon], text[(colon + 1)..].TrimEnd('\0'));
        }
        catch (FormatException)
        {
            // Said below, without the text: it is a secret, however badly written.
        }

        throw new CredentialStoreException(registry.Host, Source,
            $"Could not read the credentials for {registry}: their entry in {Source} is malformed. 'docker login {registry}' writes it anew.");
    }
}
