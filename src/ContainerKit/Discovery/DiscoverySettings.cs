using System.Text.Json;
using ContainerKit.Diagnostics;

namespace ContainerKit.Discovery;

/// <summary>The settings that the discovery of an engine reads, for messages. Secrets of addresses are masked.</summary>
internal static class DiscoverySettings
{
    private const int MaximumLength = 300;

    private static readonly string[] _searched = ["DOCKER_HOST", "DOCKER_CONTEXT"];

    private static readonly string[] _details =
        ["DOCKER_TLS_VERIFY", "DOCKER_TLS", "DOCKER_CERT_PATH", "DOCKER_CONFIG", "CONTAINERKIT_HOST", "XDG_RUNTIME_DIR"];

    /// <summary>Returns the settings, in the order in which the discovery reads them.</summary>
    public static IReadOnlyList<DiagnosedSetting> Examine(DockerEngineOptions options, HostEnvironment host)
    {
        var settings = new List<DiagnosedSetting>();
        if (options.Endpoint is { } endpoint) Add("DockerEngineOptions.Endpoint", endpoint.OriginalString);
        if (options.CertificatePath is { } folder) Add("DockerEngineOptions.CertificatePath", folder);
        settings.AddRange(_searched.Select(name => Create(name, host.GetVariable(name), isSearched: true)));
        settings.Add(ReadConfiguration(host));
        settings.AddRange(DockerContexts.List(host)
            .Select(static context => Create($"context '{context.Name}'", context.Address, isSearched: false)));
        settings.AddRange(_details.Select(name => (Name: name, Value: host.GetVariable(name)))
            .Where(static each => each.Value is not null)
            .Select(static each => Create(each.Name, each.Value, isSearched: false)));
        return settings;

        void Add(string name, string value) => settings.Add(Create(name, value, isSearched: true));
    }

    /// <summary>Returns the proxies of this process. Requests to the engine do not use them.</summary>
    public static IEnumerable<DiagnosedSetting> GetProxies(HostEnvironment host)
    {
        foreach (var name in (string[])["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"])
        {
            if ((host.GetVariable(name) ?? host.GetVariable(name.ToLowerInvariant())) is { } value)
                yield return Create(name, value, isSearched: false);
        }
    }

    /// <summary>Creates a setting with a value for a message: on one line, of limited length, without secrets.</summary>
    public static DiagnosedSetting Create(string name, string? value, bool isSearched) => new(
        VisibleText.Line(VisibleText.Shorten(name, MaximumLength)),
        string.IsNullOrEmpty(value) ? null : VisibleText.Line(VisibleText.Shorten(AddressSecrets.Mask(value), MaximumLength)))
    {
        IsSearched = isSearched,
    };

    private static DiagnosedSetting ReadConfiguration(HostEnvironment host)
    {
        var file = DockerConfiguration.GetPath(host);
        return Create(file, Read(), isSearched: true);

        string Read()
        {
            try
            {
                var current = DockerConfiguration.GetString(DockerConfiguration.Read(file), "currentContext");
                return current.Length == 0 ? "no current context" : $"current context '{current}'";
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                return "does not exist";
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return "cannot be read: " + e.Message;
            }
            catch (JsonException)
            {
                // Without the message, which may contain a part of the file, and the file has secrets.
                return "is not valid JSON";
            }
        }
    }
}
