namespace ContainerKit.Registries;

/// <summary>Engines pass on what registries and networks say in their own words, which differ; this is where the words become kinds.</summary>
internal static class RegistryErrorClassifier
{
    public static RegistryErrorKind Read(string said)
    {
        if (Says(said, "no matching manifest for", "does not match the specified platform", "no match for platform", "does not provide the specified platform")) return RegistryErrorKind.NoPlatform;
        if (Says(said, "x509:", "certificate signed by unknown authority", "tls: failed to verify certificate")) return RegistryErrorKind.Untrusted;
        if (Says(said, "HTTP response to HTTPS client", "first record does not look like a TLS handshake")) return RegistryErrorKind.PlainHttp;
        if (IsDenied(said)) return RegistryErrorKind.Denied;
        if (IsRepositoryMissing(said) || Says(said, "manifest unknown", "not found", "repository does not exist", "no such image", "does not exist locally", "tag does not exist")) return RegistryErrorKind.NotFound;
        return Says(said, "no such host", "connection refused", "i/o timeout", "server misbehaving", "no route to host", "network is unreachable", "TLS handshake",
            "Client.Timeout", "context deadline exceeded", "connection reset", ": EOF")
            ? RegistryErrorKind.Unreachable
            : RegistryErrorKind.Other;
    }

    /// <summary>Whether what is not found is the repository, and it is the registry that says so: not every registry makes one for a push.</summary>
    public static bool IsRepositoryMissing(string said) => Says(said, "name unknown", "does not exist in the registry", "404 Not Found");

    /// <summary>Whether a "denied" may as well mean that there is no such repository: registries do not tell strangers which.</summary>
    public static bool IsAmbiguousDenial(string said) =>
        Says(said, "repository does not exist") && !Says(said, "no basic auth credentials", "401 Unauthorized", "incorrect username or password");

    public static string WhyUnavailable(RegistryName registry, string said) => Read(said) switch
    {
        RegistryErrorKind.Untrusted => $"the engine does not trust the certificate of the registry {registry}",
        RegistryErrorKind.PlainHttp => $"the registry {registry} speaks plain HTTP, and the engine wants TLS",
        _ => $"the engine could not reach the registry {registry}",
    };

    public static string Hint(RegistryName registry, string said) => Read(said) switch
    {
        RegistryErrorKind.Untrusted => $"Put the certificate of its authority into /etc/docker/certs.d/{registry}/ca.crt on the engine's host, or give the registry a certificate that is trusted there and has its name.",
        RegistryErrorKind.PlainHttp => $"Give it a certificate, or add \"{registry}\" to \"insecure-registries\" in the engine's daemon.json.",
        _ => "Check its address, and that it can be reached from the engine's host.",
    };

    // Registries have a code for it, which most engines pass on before the registry's own words; Docker Engine 28 with containerd's image store
    // passes on the words alone, after "error from registry: ".
    private static bool IsDenied(string said) => said.StartsWith("denied:", StringComparison.OrdinalIgnoreCase)
        || Says(said, ": denied", "\ndenied:", "no basic auth credentials", "unauthorized", "authentication required", "access to the resource is denied", "403 Forbidden", "insufficient_scope",
            "incorrect username or password", "invalid username/password", "pull access denied", "permission_denied", "not authorized", "authorization token has expired", "access forbidden");

    private static bool Says(string said, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (said.Contains(word, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
