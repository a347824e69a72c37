using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerKit.Discovery;

namespace ContainerKit.Registries;

/// <summary>
/// The credentials in the Docker CLI's <c>config.json</c>: a helper for one registry (<c>credHelpers</c>), a helper for
/// all others (<c>credsStore</c>), or the credentials themselves (<c>auths</c>). <c>DOCKER_AUTH_CONFIG</c> has the form
/// of the file, with <c>auths</c> only.
/// </summary>
internal sealed class DockerConfigFile(JsonElement json, string source)
{
    private static readonly JsonWriterOptions _indented = new()
    {
        // As the Docker CLI writes it.
        Indented = true,
        IndentCharacter = '\t',
        IndentSize = 1,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly string[] _entryMembers = ["auth", "username", "identitytoken", "registrytoken"];

    /// <summary>The source as messages name it: the path of the file, or the variable.</summary>
    public string Source => source;

    /// <summary>Returns the path of the file.</summary>
    public static string PathOf(HostEnvironment host) => DockerConfiguration.GetPath(host);

    /// <summary>Reads the file. Returns null if it does not exist.</summary>
    /// <exception cref="CredentialStoreException">The file cannot be read or is not JSON.</exception>
    public static DockerConfigFile? Read(HostEnvironment host, RegistryName registry)
    {
        var file = PathOf(host);
        try
        {
            return Parse(File.ReadAllText(file), file, registry);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // A link without a target counts as a missing file too.
            return null;
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
            return new DockerConfigFile(DockerConfiguration.Parse(text), source);
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
        var forRegistry = DockerConfiguration.GetMap(json, "credHelpers")
            .Where(member => registry.IsKeyedBy(member.Name))
            .Select(member => DockerConfiguration.AsString(member.Value))
            .LastOrDefault();
        return (forRegistry ?? DockerConfiguration.GetString(json, "credsStore")) is { Length: > 0 } helper ? helper : null;
    }

    /// <summary>Indicates whether the file has credentials for a registry, valid or not.</summary>
    public bool Has(RegistryName registry) =>
        FindEntry(registry) is { } entry
        && _entryMembers.Any(name => DockerConfiguration.GetString(entry, name).Length > 0);

    /// <summary>Returns the credentials for a registry; null if the file has none.</summary>
    /// <exception cref="CredentialStoreException">The entry of the registry is malformed.</exception>
    public RegistryCredential? Find(RegistryName registry)
    {
        if (FindRegistryToken(registry) is { } registryToken) return registryToken;
        if (FindEntry(registry) is not { } entry) return null;
        if (DockerConfiguration.GetString(entry, "identitytoken") is { Length: > 0 } token)
            return RegistryCredential.FromIdentityToken(token);
        var (user, password) = DockerConfiguration.GetString(entry, "auth") is { Length: > 0 } auth
            ? Decode(auth, registry)
            : (DockerConfiguration.GetString(entry, "username"), DockerConfiguration.GetString(entry, "password"));
        return user.Length > 0 ? new RegistryCredential(user, password) : null;
    }

    /// <summary>Returns the registry token for a registry; null if the file has none.</summary>
    public RegistryCredential? FindRegistryToken(RegistryName registry) =>
        FindEntry(registry) is { } entry && DockerConfiguration.GetString(entry, "registrytoken") is { Length: > 0 } token
            ? RegistryCredential.FromRegistryToken(token)
            : null;

    /// <summary>Writes or removes the entry of one registry. Everything else in the file stays as it is.</summary>
    /// <param name="host">The environment of this machine.</param>
    /// <param name="registry">The registry.</param>
    /// <param name="entry">
    /// The entry in <c>auths</c>: the credentials, an empty object if a helper has them, or null to remove the entry.
    /// </param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels the wait for other processes that write the file.</param>
    /// <exception cref="CredentialStoreException">The file cannot be written, or is not JSON.</exception>
    public static async Task WriteAsync(
        HostEnvironment host, RegistryName registry, JsonObject? entry, TimeProvider time, CancellationToken cancellationToken)
    {
        var file = PathOf(host);
        try
        {
            // A symbolic link is kept; its target is written, even if it does not exist yet. The Docker CLI does the
            // same: see Save in https://github.com/docker/cli/blob/v28.2.2/cli/config/configfile/file.go.
            var link = new FileInfo(file);
            if (link.LinkTarget is not null) file = link.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
            CreateFolder(Path.GetDirectoryName(file)!);
            var held = await ConfigFileLock.AcquireAsync(file, time, cancellationToken).ConfigureAwait(false);
            await using var release = held.ConfigureAwait(false);
            var members = File.Exists(file) ? ReadMembers(file) : [];
            if (SetEntry(members, registry, entry)) Replace(file, members);
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
    /// <exception cref="CredentialStoreException">The entry cannot represent the credentials.</exception>
    public static JsonObject Entry(RegistryName registry, RegistryCredential credential, string file)
    {
        if (credential.IdentityToken is { } token) return new JsonObject { ["identitytoken"] = token };
        // The entry is user:password. The Docker CLI splits it at the first colon and removes zeros from the password.
        var reason = credential.UserName.Contains(':', StringComparison.Ordinal) ? "the user name contains a colon"
            : credential.UserName.Contains('\0', StringComparison.Ordinal) || credential.Password.Contains('\0', StringComparison.Ordinal)
                ? "the user name or the password contains a zero character"
                : null;
        if (reason is not null)
        {
            throw new CredentialStoreException(
                registry.Host,
                file,
                $"Could not write the credentials for {registry} to '{file}': {reason}, which the format of the file does not allow. "
                    + "Use a credential helper, or LoginAsync without LoginOptions.Save.");
        }

        return new JsonObject
        {
            ["auth"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{credential.Password}")),
        };
    }

    // Only the owner may list the folder, as if the Docker CLI had created it. An existing folder stays as it is.
    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static OrderedDictionary<string, JsonElement> ReadMembers(string file)
    {
        var json = DockerConfiguration.Read(file);
        if (json.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null)) throw new JsonException();
        return ReadMembers(json);
    }

    // The last of several members with one name counts.
    private static OrderedDictionary<string, JsonElement> ReadMembers(JsonElement json)
    {
        var members = new OrderedDictionary<string, JsonElement>();
        if (json.ValueKind != JsonValueKind.Object) return members;
        try
        {
            foreach (var member in json.EnumerateObject()) members[member.Name] = member.Value;
        }
        catch (InvalidOperationException e)
        {
            // A name with half of a surrogate pair, which could not be written back.
            throw new JsonException(message: null, e);
        }

        return members;
    }

    // Returns false if the file needs no change.
    private static bool SetEntry(OrderedDictionary<string, JsonElement> members, RegistryName registry, JsonObject? entry)
    {
        var name = members.Keys.LastOrDefault(key => key.Equals("auths", StringComparison.OrdinalIgnoreCase)) ?? "auths";
        var auths = ReadMembers(members.GetValueOrDefault(name));
        var keys = auths.Keys.Where(registry.IsKeyedBy).ToList();
        if (keys.Count == 0 && entry is null) return false;
        foreach (var key in keys) auths.Remove(key);
        if (entry is not null) auths[registry.Key] = DockerConfiguration.Parse(entry.ToJsonString());
        using var json = new MemoryStream();
        Write(json, auths);
        members[name] = DockerConfiguration.Parse(Encoding.UTF8.GetString(json.ToArray()));
        return true;
    }

    private static void Write(Stream stream, OrderedDictionary<string, JsonElement> members)
    {
        using var writer = new Utf8JsonWriter(stream, _indented);
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    // A new file is written and then moved, so that no process reads an incomplete file, even after a power failure.
    // It has the owner and the mode of the existing file; a new one is for its owner only.
    private static void Replace(string file, OrderedDictionary<string, JsonElement> members)
    {
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var temporary = $"{file}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Private;
        try
        {
            using (var stream = new FileStream(temporary, options))
            {
                Write(stream, members);
                if (!OperatingSystem.IsWindows() && File.Exists(file))
                {
                    var mode = File.GetUnixFileMode(file);
                    // Another group must not get the permissions that were meant for the group of the file.
                    File.SetUnixFileMode(stream.SafeFileHandle, FileOwner.TryCopy(file, stream.SafeFileHandle) ? mode : mode & Private);
                }

                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, file, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private JsonElement? FindEntry(RegistryName registry)
    {
        // The host of the image takes precedence over another host of the registry, the exact key over an older form of
        // it, and the last of several entries over those before it.
        var entries = DockerConfiguration.GetMap(json, "auths")
            .Where(member => registry.IsKeyedBy(member.Name))
            .Reverse()
            .OrderByDescending(member => member.Name == registry.Address)
            .ThenByDescending(member => member.Name == registry.Key)
            .Select(member => (JsonElement?)member.Value);
        return entries.FirstOrDefault();
    }

    private (string User, string Password) Decode(string auth, RegistryName registry)
    {
        try
        {
            // The padding may be missing, because some tools leave it out.
            var base64 = auth.Trim().TrimEnd('=');
            base64 = base64.PadRight((base64.Length + 3) / 4 * 4, '=');
            var text = Encoding.UTF8.GetString(Convert.FromBase64String(base64));
            // The Docker CLI removes zeros around the password too; see decodeAuth in
            // https://github.com/docker/cli/blob/v28.2.2/cli/config/configfile/file.go.
            if (text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
                return (text[..colon], text[(colon + 1)..].Trim('\0'));
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
