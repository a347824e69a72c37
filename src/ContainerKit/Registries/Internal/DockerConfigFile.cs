using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerKit.Discovery;
using ContainerKit.Json;

namespace ContainerKit.Registries;

/// <summary>
/// The credentials in the Docker CLI's <c>config.json</c>: a helper for one registry (<c>credHelpers</c>), a helper for
/// all others (<c>credsStore</c>), or the credentials themselves (<c>auths</c>). <c>DOCKER_AUTH_CONFIG</c> has the form
/// of the file, with <c>auths</c> only.
/// </summary>
internal sealed class DockerConfigFile(JsonElement json, string source)
{
    private static readonly JsonDocumentOptions _tolerant = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    private static readonly JsonWriterOptions _indented = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The source as messages name it: the path of the file, or the variable.</summary>
    public string Source => source;

    /// <summary>Returns the path of the file.</summary>
    public static string PathOf(HostEnvironment host) => Path.Combine(host.DockerConfig, "config.json");

    /// <summary>Reads the file. Returns null if it does not exist.</summary>
    /// <exception cref="CredentialStoreException">The file cannot be read or is not JSON.</exception>
    public static DockerConfigFile? Read(HostEnvironment host, RegistryName registry)
    {
        var file = PathOf(host);
        try
        {
            return File.Exists(file) ? Parse(File.ReadAllText(file), file, registry) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CredentialStoreException(
                registry.Host, file, $"Could not read the credentials for {registry} in '{file}': {e.Message}", e);
        }
    }

    /// <summary>Parses the content of the file or of the variable.</summary>
    /// <exception cref="CredentialStoreException">
    /// The text is not JSON. The message does not contain the text, because it has secrets.
    /// </exception>
    public static DockerConfigFile Parse(string text, string source, RegistryName registry)
    {
        try
        {
            using var document = JsonDocument.Parse(text, _tolerant);
            return new DockerConfigFile(document.RootElement.Clone(), source);
        }
        catch (JsonException e)
        {
            throw new CredentialStoreException(
                registry.Host,
                source,
                $"Could not read the credentials for {registry}: {source} is not valid JSON, "
                    + $"at line {e.LineNumber + 1}, position {e.BytePositionInLine + 1}.");
        }
    }

    /// <summary>Returns the name of the helper for a registry; null if none is configured.</summary>
    public string? HelperFor(RegistryName registry)
    {
        var forRegistry = json.EnumerateProperties("credHelpers")
            .Where(member => registry.IsKeyedBy(member.Name))
            .Select(member => member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : null)
            .FirstOrDefault();
        return (forRegistry ?? json.GetStringOrEmpty("credsStore")) is { Length: > 0 } helper ? helper : null;
    }

    /// <summary>Returns the credentials for a registry; null if the file has none.</summary>
    /// <exception cref="CredentialStoreException">The entry of the registry is malformed.</exception>
    public RegistryCredential? Find(RegistryName registry)
    {
        var entries = json.EnumerateProperties("auths").Where(member => registry.IsKeyedBy(member.Name)).ToList();
        if (entries.Count == 0) return null;
        // The host of the image takes precedence over another host of the registry, and the exact key over an older
        // form of it.
        var entry = entries
            .OrderByDescending(member => member.Name == registry.Address)
            .ThenByDescending(member => member.Name == registry.Key)
            .First().Value;
        if (entry.GetStringOrEmpty("identitytoken") is { Length: > 0 } token) return RegistryCredential.FromIdentityToken(token);
        var (user, password) = entry.GetStringOrEmpty("auth") is { Length: > 0 } auth
            ? Decode(auth, registry)
            : (entry.GetStringOrEmpty("username"), entry.GetStringOrEmpty("password"));
        return user.Length > 0 ? new RegistryCredential(user, password) : null;
    }

    /// <summary>Writes or removes the entry of one registry. Everything else in the file stays as it is.</summary>
    /// <param name="host">The environment of this machine.</param>
    /// <param name="registry">The registry.</param>
    /// <param name="entry">
    /// The entry in <c>auths</c>: the credentials, an empty object if a helper has them, or null to remove the entry.
    /// </param>
    /// <exception cref="CredentialStoreException">The file cannot be written, or is not JSON.</exception>
    public static void Write(HostEnvironment host, RegistryName registry, JsonObject? entry)
    {
        var file = PathOf(host);
        try
        {
            // A symbolic link is kept; its target is written.
            if (File.Exists(file) && File.ResolveLinkTarget(file, returnFinalTarget: true) is { } target) file = target.FullName;
            var root = File.Exists(file)
                ? JsonNode.Parse(File.ReadAllText(file), documentOptions: _tolerant) as JsonObject ?? throw new JsonException()
                : [];
            if (root["auths"] is not JsonObject auths) root["auths"] = auths = [];
            foreach (var key in auths.Select(member => member.Key).Where(registry.IsKeyedBy).ToList()) auths.Remove(key);
            if (entry is not null) auths[registry.Key] = entry;
            Replace(file, root);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // The message of a JsonException may contain a part of the file, and the file has secrets.
            var reason = e is JsonException ? "the file is not valid JSON. Repair it first" : e.Message;
            throw new CredentialStoreException(
                registry.Host,
                file,
                $"Could not write the credentials for {registry} to '{file}': {reason}.",
                e is JsonException ? null : e);
        }
    }

    /// <summary>Creates the entry that the Docker CLI writes if no helper is configured.</summary>
    public static JsonObject Entry(RegistryCredential credential) => credential.IdentityToken is { } token
        ? new JsonObject { ["identitytoken"] = token }
        : new JsonObject
        {
            ["auth"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{credential.Password}")),
        };

    // A new file is written and then moved, so that no process reads an incomplete file. Only the owner may read it.
    private static void Replace(string file, JsonObject root)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var temporary = $"{file}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (var stream = new FileStream(temporary, options))
            using (var writer = new Utf8JsonWriter(stream, _indented))
                root.WriteTo(writer);
            File.Move(temporary, file, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private (string User, string Password) Decode(string auth, RegistryName registry)
    {
        try
        {
            var text = Encoding.UTF8.GetString(Convert.FromBase64String(auth));
            if (text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
                return (text[..colon], text[(colon + 1)..].TrimEnd('\0'));
        }
        catch (FormatException)
        {
            // Reported below without the text, because it is a secret even if it is malformed.
        }

        throw new CredentialStoreException(registry.Host, Source,
            $"Could not read the credentials for {registry}: their entry in {Source} is malformed. "
                + $"Run 'docker login {registry}' to write it again.");
    }
}
