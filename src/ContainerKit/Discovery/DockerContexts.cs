using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ContainerKit.Diagnostics;

namespace ContainerKit.Discovery;

/// <summary>
/// Reads the contexts of the Docker CLI: <c>config.json</c>, <c>contexts/meta/SHA256(name)/meta.json</c>, and the files
/// in <c>contexts/tls</c>.
/// </summary>
internal static class DockerContexts
{
    /// <summary>The name of the context that stands for the platform's socket.</summary>
    public const string Default = "default";

    /// <summary>
    /// Returns the context that <c>docker context use</c> selected; null if there is none or it is the default context.
    /// </summary>
    /// <param name="configuration">The content of <c>config.json</c>.</param>
    public static string? GetCurrentContext(JsonElement configuration)
    {
        var current = DockerConfiguration.GetString(configuration, "currentContext");
        return current is "" or Default ? null : current;
    }

    /// <summary>Returns the names and the addresses of the contexts. Contexts that cannot be read are left out.</summary>
    public static IReadOnlyList<(string Name, string Address)> List(HostEnvironment host)
    {
        var contexts = new List<(string Name, string Address)>();
        try
        {
            foreach (var file in Directory.EnumerateFiles(
                Path.Combine(host.DockerConfig, "contexts", "meta"), "meta.json", SearchOption.AllDirectories))
            {
                if (ReadOrNull(file) is { } context) contexts.Add(context);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No folder is the usual case.
        }

        return [.. contexts.OrderBy(context => context.Name, StringComparer.Ordinal)];
    }

    private static (string Name, string Address)? ReadOrNull(string file)
    {
        try
        {
            var meta = DockerConfiguration.Read(file);
            var docker = DockerConfiguration.GetMember(DockerConfiguration.GetMember(meta, "Endpoints"), "docker");
            return (DockerConfiguration.GetString(meta, "Name"), DockerConfiguration.GetString(docker, "Host"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads the endpoint of a context.</summary>
    /// <param name="host">The environment.</param>
    /// <param name="context">The name of the context.</param>
    /// <param name="source">The setting that names the context, for messages.</param>
    /// <exception cref="FormatException">The context does not exist or has no engine address.</exception>
    public static EngineEndpoint GetEndpoint(HostEnvironment host, string context, string source)
    {
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(context))).ToLowerInvariant();
        var file = Path.Combine(host.DockerConfig, "contexts", "meta", key, "meta.json");
        if (!File.Exists(file))
            throw ArgumentErrors.Format(
                $"The context '{context}' from {source} does not exist. List the contexts with 'docker context ls'.");

        var docker = DockerConfiguration.GetMember(DockerConfiguration.GetMember(Read(file), "Endpoints"), "docker");
        if (DockerConfiguration.GetString(docker, "Host") is not { Length: > 0 } address)
            throw ArgumentErrors.Format($"The context '{context}' from {source} has no engine address. Check '{file}'.");

        var folder = Path.Combine(host.DockerConfig, "contexts", "tls", key, "docker");
        var verify = DockerConfiguration.GetMember(docker, "SkipTLSVerify").ValueKind != JsonValueKind.True;
        // Without verification, TLS needs no files.
        TlsMaterial? tls = null;
        if (Directory.Exists(folder)) tls = new TlsMaterial(folder, verify);
        else if (!verify) tls = new TlsMaterial(Folder: null, verify);
        return EngineEndpoint.Parse(address, $"{source}, context '{context}'", tls);
    }

    private static JsonElement Read(string file)
    {
        try
        {
            return DockerConfiguration.Read(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ArgumentErrors.Format($"Could not read '{file}': {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw ArgumentErrors.Format($"'{file}' is not valid JSON: {e.Message}", e);
        }
    }
}
