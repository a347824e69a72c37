using System.Text.RegularExpressions;
using ContainerKit.Diagnostics;

namespace ContainerKit.Registries;

/// <summary>
/// A registry: its host as in image names, and the key of its credentials. Docker Hub is one registry with several
/// hosts.
/// </summary>
internal sealed partial record RegistryName
{
    /// <summary>
    /// The key of Docker Hub's credentials in <c>config.json</c>, which is the address of its former API.
    /// </summary>
    public const string HubKey = "https://index.docker.io/v1/";

    private RegistryName(string host) => Host = host;

    /// <summary>The host, with the port if there is one; <c>docker.io</c> for Docker Hub.</summary>
    public string Host { get; }

    /// <summary>
    /// The key of the registry in <c>config.json</c> and for credential helpers. All hosts of Docker Hub have the same
    /// key.
    /// </summary>
    public string Key => HostOf(Host) == ImageReference.DockerHub ? HubKey : Host;

    /// <summary>
    /// The address of the registry in requests. The engine compares it with the host in the name of the image.
    /// </summary>
    public string Address => Host == ImageReference.DockerHub ? HubKey : Host;

    /// <summary>Returns the registry of an image.</summary>
    public static RegistryName Of(ImageReference image) => new(image.Registry);

    /// <summary>Parses the host or the address of a registry. Only the host of an address counts.</summary>
    /// <exception cref="ArgumentException">The text has no valid host.</exception>
    public static RegistryName Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        var host = HostOf(text);
        if (!Valid().IsMatch(host) || text.Contains('@', StringComparison.Ordinal))
        {
            throw ArgumentErrors.Create(
                $"'{AddressSecrets.Mask(text)}' is not a registry. Use the host, with the port if there is one, "
                + "such as ghcr.io or localhost:5000.",
                nameof(text));
        }

        return new RegistryName(host);
    }

    /// <summary>
    /// Indicates whether a key of <c>config.json</c> is for this registry. The keys of older files are URLs.
    /// </summary>
    public bool IsKeyedBy(string key) => key == Key || HostOf(key) == HostOf(Host);

    public bool Equals(RegistryName? other) => Key == other?.Key;

    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Host;

    private static string HostOf(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var host = (scheme < 0 ? text : text[(scheme + 3)..]).Split('/')[0];
        // The user information of a URL is not part of its host; see ConvertToHostname in
        // https://github.com/docker/cli/blob/v28.2.2/cli/config/credentials/file_store.go.
        if (scheme >= 0) host = host[(host.LastIndexOf('@') + 1)..];
        return host is "index.docker.io" or "registry-1.docker.io" or "registry.hub.docker.com" ? ImageReference.DockerHub : host;
    }

    [GeneratedRegex(@"^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[a-fA-F0-9:]+\])(?::[0-9]+)?\z")]
    private static partial Regex Valid();
}
