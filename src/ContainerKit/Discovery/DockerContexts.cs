using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ContainerKit.Diagnostics;
using ContainerKit.Json;
using Microsoft.Extensions.Logging;

namespace ContainerKit.Discovery;

/// <summary>Reads the docker command's contexts: <c>config.json</c>, <c>contexts/meta/SHA256(name)/meta.json</c> and the TLS files beside.</summary>
internal static class DockerContexts
{
    public const string Default = "default";

    /// <summary>
    /// The context that <c>docker context use</c> chose; null for none or the default one. A file that may not be read, as one that the docker command made for
    /// root, chooses none: the docker command says so and goes on.
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
        return config.RootElement.GetStringOrEmpty("currentContext") is { Length: > 0 } current && current != Default ? current : null;
    }

    /// <exception cref="FormatException">There is no such context, or it names no engine; the message says what to do.</exception>
    public static EngineEndpoint GetEndpoint(HostEnvironment host, string context, string source)
    {
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(context))).ToLowerInvariant();
        var file = Path.Combine(host.DockerConfig, "contexts", "meta", key, "meta.json");
        if (!File.Exists(file))
            throw new FormatException($"The context '{context}' from {source} does not exist; 'docker context ls' lists the ones that do.");

        using var meta = Parse(file, Read(file));
        var docker = meta.RootElement.GetPropertyOrDefault("Endpoints").GetPropertyOrDefault("docker");
        if (docker.GetStringOrEmpty("Host") is not { Length: > 0 } engine)
            throw new FormatException($"The context '{context}' from {source} names no engine; see '{file}'.");

        var folder = Path.Combine(host.DockerConfig, "contexts", "tls", key, "docker");
        var verify = !docker.GetBooleanOrDefault("SkipTLSVerify");
        // TLS that is not to be verified needs no files, and is TLS all the same.
        var tls = Directory.Exists(folder) ? new TlsMaterial(folder, verify) : verify ? null : new TlsMaterial(Folder: null, verify);
        return EngineEndpoint.Parse(engine, $"{source}, context '{context}'", tls);
    }

    private static byte[] Read(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"'{file}' cannot be read: {e.Message}", e);
        }
    }

    private static JsonDocument Parse(string file, byte[] json)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        }
        catch (JsonException e)
        {
            throw new FormatException($"'{file}' is not valid JSON: {e.Message}", e);
        }
    }
}
