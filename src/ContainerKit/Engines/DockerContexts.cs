using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ContainerKit.Streams;

namespace ContainerKit.Engines;

/// <summary>Reads the docker command's contexts: <c>config.json</c>, <c>contexts/meta/SHA256(name)/meta.json</c> and the TLS files beside.</summary>
internal static class DockerContexts
{
    public const string Default = "default";

    /// <summary>The context that <c>docker context use</c> chose; null for none or the default one.</summary>
    public static string? Current(HostEnvironment host)
    {
        var file = Path.Combine(host.DockerConfig, "config.json");
        if (!File.Exists(file)) return null;
        using var config = Read(file);
        return config.RootElement.Text("currentContext") is { Length: > 0 } current && current != Default ? current : null;
    }

    /// <exception cref="FormatException">There is no such context, or it names no engine; the message says what to do.</exception>
    public static EngineEndpoint Endpoint(HostEnvironment host, string context, string source)
    {
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(context))).ToLowerInvariant();
        var file = Path.Combine(host.DockerConfig, "contexts", "meta", key, "meta.json");
        if (!File.Exists(file))
            throw new FormatException($"The context '{context}' from {source} does not exist; 'docker context ls' lists the ones that do.");

        using var meta = Read(file);
        var docker = meta.RootElement.At("Endpoints").At("docker");
        if (docker.Text("Host") is not { Length: > 0 } engine)
            throw new FormatException($"The context '{context}' from {source} names no engine; see '{file}'.");

        var folder = Path.Combine(host.DockerConfig, "contexts", "tls", key, "docker");
        var tls = Directory.Exists(folder) ? new TlsMaterial(folder, Verify: !docker.Flag("SkipTLSVerify")) : null;
        return EngineEndpoint.Parse(engine, $"{source}, context '{context}'", tls);
    }

    private static JsonDocument Read(string file)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(file), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        }
        catch (JsonException e)
        {
            throw new FormatException($"'{file}' is not valid JSON: {e.Message}", e);
        }
    }
}
