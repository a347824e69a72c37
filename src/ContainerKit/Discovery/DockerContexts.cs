using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ContainerKit.Diagnostics;
using ContainerKit.Json;
using Microsoft.Extensions.Logging;

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
    /// A configuration file that this user cannot read, such as one that was created by root, selects none. The Docker
    /// CLI reports a warning and continues too.
    /// </summary>
    public static string? GetCurrentContext(HostEnvironment host, ILogger logger)
    {
        var file = Path.Combine(host.DockerConfig, "config.json");
        if (!File.Exists(file)) return null;
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.ConfigurationUnreadable(logger, file, e.Message);
            return null;
        }

        if (bytes.AsSpan().Trim(" \t\r\n"u8).IsEmpty) return null;
        using var config = Parse(file, bytes);
        var current = config.RootElement.GetStringOrEmpty("currentContext");
        return current is "" or Default ? null : current;
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
            throw new FormatException($"The context '{context}' from {source} does not exist. List the contexts with 'docker context ls'.");

        using var meta = Parse(file, Read(file));
        var docker = meta.RootElement.GetPropertyOrDefault("Endpoints").GetPropertyOrDefault("docker");
        if (docker.GetStringOrEmpty("Host") is not { Length: > 0 } address)
            throw new FormatException($"The context '{context}' from {source} has no engine address. Check '{file}'.");

        var folder = Path.Combine(host.DockerConfig, "contexts", "tls", key, "docker");
        var verify = !docker.GetBooleanOrDefault("SkipTLSVerify");
        // Without verification, TLS needs no files.
        TlsMaterial? tls = null;
        if (Directory.Exists(folder)) tls = new TlsMaterial(folder, verify);
        else if (!verify) tls = new TlsMaterial(Folder: null, verify);
        return EngineEndpoint.Parse(address, $"{source}, context '{context}'", tls);
    }

    private static byte[] Read(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"Could not read '{file}': {e.Message}", e);
        }
    }

    private static JsonDocument Parse(string file, byte[] json)
    {
        try
        {
            var options = new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
            return JsonDocument.Parse(json, options);
        }
        catch (JsonException e)
        {
            throw new FormatException($"'{file}' is not valid JSON: {e.Message}", e);
        }
    }
}
