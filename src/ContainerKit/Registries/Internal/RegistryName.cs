using System.Text.RegularExpressions;

namespace ContainerKit.Registries;

/// <summary>
/// A registry: its host as image names have it, and the key that credentials are kept under. Docker Hub has several hosts and is one registry.
/// </summary>
internal sealed partial record RegistryName
{
    /// <summary>Where Docker Hub's credentials are kept, for history's sake.</summary>
    public const string HubKey = "https://index.docker.io/v1/";

    private RegistryName(string host) => Host = host;

    /// <summary>The host, with its port where it has one; <c>docker.io</c> for Docker Hub.</summary>
    public string Host { get; }

    /// <summary>What the registry is called in <c>config.json</c> and to credential helpers, by whichever of its hosts it was written.</summary>
    public string Key => HostOf(Host) == ImageReference.DockerHub ? HubKey : Host;

    /// <summary>What the registry is called in the engine's requests: engines compare it with the host in the image's name.</summary>
    public string Address => Host == ImageReference.DockerHub ? HubKey : Host;

    /// <summary>The registry of an image.</summary>
    public static RegistryName Of(ImageReference image) => new(image.Registry);

    /// <summary>Reads what a caller calls a registry: a host, or an address from which only the host counts.</summary>
    /// <exception cref="ArgumentException">There is no host in it.</exception>
    public static RegistryName Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        var host = HostOf(text);
        if (!Valid().IsMatch(host))
            throw new ArgumentException($"'{text}' is not a registry's name: write its host, with its port where it has one, such as ghcr.io or localhost:5000.", nameof(text));
        return new RegistryName(host);
    }

    /// <summary>Whether a key of <c>config.json</c> means this registry: older files have whole addresses for keys.</summary>
    public bool IsKeyedBy(string key) => key == Key || HostOf(key) == HostOf(Host);

    public bool Equals(RegistryName? other) => Key == other?.Key;

    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Host;

    private static string HostOf(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var host = (scheme < 0 ? text : text[(scheme + 3)..]).Split('/')[0];
        return host is "index.docker.io" or "registry-1.docker.io" or "registry.hub.docker.com" ? ImageReference.DockerHub : host;
    }

    [GeneratedRegex(@"^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[a-fA-F0-9:]+\])(?::[0-9]+)?\z")]
    private static partial Regex Valid();
}
