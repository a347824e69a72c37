using ContainerKit.Diagnostics;
using ContainerKit.Http;
using Microsoft.Extensions.Logging;

namespace ContainerKit.Discovery;

/// <summary>
/// The proxies in <c>config.json</c> for the containers and builds of an engine. As in the Docker CLI, they become environment variables
/// and build arguments: see ParseProxyConfig in https://github.com/docker/cli/blob/v28.2.2/cli/config/configfile/file.go.
/// </summary>
internal sealed class ContainerProxies
{
    private const string Default = "default";

    private static readonly (string Member, string Variable)[] _members =
    [
        ("httpProxy", "HTTP_PROXY"), ("httpsProxy", "HTTPS_PROXY"), ("noProxy", "NO_PROXY"), ("ftpProxy", "FTP_PROXY"),
        ("allProxy", "ALL_PROXY"),
    ];

    private readonly List<(string Member, string Variable, string Value)> _settings;

    private ContainerProxies(IEnumerable<(string Member, string Variable, string Value)> settings) => _settings = [.. settings];

    /// <summary>No proxies.</summary>
    public static ContainerProxies None { get; } = new([]);

    /// <summary>
    /// The secrets in the values, which the engine may repeat in an error: the passwords of the proxies, and the addresses with them.
    /// </summary>
    public IEnumerable<string> Secrets =>
        _settings.Where(static each => each.Member != "noProxy").SelectMany(static each => GetSecrets(each.Value));

    /// <summary>Returns the proxies for an engine, unless its options switch them off.</summary>
    public static async Task<ContainerProxies> GetAsync(EngineClient engine, CancellationToken cancellationToken) =>
        engine.Options.UseConfigProxies
            ? Read(
                HostEnvironment.Current, await engine.GetEndpointAsync(cancellationToken).ConfigureAwait(false), engine.Logger)
            : None;

    /// <summary>Reads the proxies for an engine: those of its address, or those of the entry <c>default</c>.</summary>
    public static ContainerProxies Read(HostEnvironment host, EngineEndpoint endpoint, ILogger logger)
    {
        var entries = DockerConfiguration.GetMap(DockerConfiguration.ReadOrEmpty(host, logger), "proxies");
        if (entries.Count == 0) return None;
        var address = endpoint.ToString();
        var key = entries.Any(entry => entry.Name == address) ? address : Default;
        var json = entries.LastOrDefault(entry => entry.Name == key).Value;
        return new(_members
            .Select(each => (each.Member, each.Variable, Value: DockerConfiguration.GetString(json, each.Member)))
            .Where(static each => each.Value.Length > 0));
    }

    /// <summary>
    /// Returns the variables to add to given ones: each in upper case and in lower case, because programs read different ones. A given
    /// variable is not replaced, and its other case is still added, as in the Docker CLI.
    /// </summary>
    /// <param name="given">The given variables.</param>
    /// <param name="ignoresCase">
    /// Indicates whether the other case of a given variable is left out. BuildKit has one value for both, and which of two arguments it
    /// takes is random: see proxyEnvFromBuildArgs in
    /// https://github.com/moby/buildkit/blob/v0.23.2/frontend/dockerfile/dockerfile2llb/convert.go.
    /// </param>
    public IReadOnlyList<KeyValuePair<string, string>> GetVariables(
        IReadOnlyDictionary<string, string> given, bool ignoresCase = false) =>
    [
        .. from each in _settings
           from name in (string[])[each.Variable, each.Variable.ToLowerInvariant()]
           where !(ignoresCase ? given.Keys.Contains(name, StringComparer.OrdinalIgnoreCase) : given.ContainsKey(name))
           select KeyValuePair.Create(name, each.Value),
    ];

    /// <summary>Returns the settings for messages, without secrets.</summary>
    public IEnumerable<DiagnosedSetting> Describe() => _settings.Select(
        static each => DiscoverySettings.Create($"{each.Member} of containers and builds", each.Value, isSearched: false));

    private static IEnumerable<string> GetSecrets(string address)
    {
        var at = address.LastIndexOf('@');
        if (at < 0) yield break;
        var separator = address.IndexOf("://", StringComparison.Ordinal);
        var user = address[(separator < 0 || separator > at ? 0 : separator + "://".Length)..at];
        yield return address;
        if (user.Split(':', 2) is not [var name, { Length: > 0 } password]) yield break;
        yield return user;
        yield return password;
        // A program sends them in the header Proxy-Authorization.
        foreach (var secret in RequestSecrets.FromLogin(Uri.UnescapeDataString(name), Uri.UnescapeDataString(password)))
            yield return secret;
    }
}
