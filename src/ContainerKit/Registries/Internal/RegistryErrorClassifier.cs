namespace ContainerKit.Registries;

/// <summary>
/// Classifies the error messages of registries and networks. Engines pass them on as text, and the texts differ between
/// registries and engines.
/// </summary>
internal static class RegistryErrorClassifier
{
    private static readonly string[] _noPlatform =
    [
        "no matching manifest for", "does not match the specified platform", "no match for platform",
        "does not provide the specified platform",
    ];

    private static readonly string[] _untrusted =
    [
        "x509:", "certificate signed by unknown authority", "tls: failed to verify certificate",
    ];

    private static readonly string[] _plainHttp = ["HTTP response to HTTPS client", "first record does not look like a TLS handshake"];

    private static readonly string[] _repositoryMissing = ["name unknown", "does not exist in the registry", "404 Not Found"];

    private static readonly string[] _notFound =
    [
        "manifest unknown", "not found", "repository does not exist", "no such image", "does not exist locally", "tag does not exist",
    ];

    private static readonly string[] _unreachable =
    [
        "no such host", "connection refused", "i/o timeout", "server misbehaving", "no route to host", "network is unreachable",
        "TLS handshake", "Client.Timeout", "context deadline exceeded", "connection reset", ": EOF",
    ];

    // Most engines pass on the error code of the registry before its message. Docker Engine 28 with the containerd
    // image store passes on the message only, after "error from registry: ".
    private static readonly string[] _denied =
    [
        ": denied", "\ndenied:", "no basic auth credentials", "unauthorized", "authentication required",
        "access to the resource is denied", "403 Forbidden", "insufficient_scope", "incorrect username or password",
        "invalid username/password", "pull access denied", "permission_denied", "not authorized",
        "authorization token has expired", "access forbidden",
    ];

    private static readonly string[] _credentialsDenied =
    [
        "no basic auth credentials", "401 Unauthorized", "incorrect username or password",
    ];

    /// <summary>Returns the cause that a message reports.</summary>
    public static RegistryErrorKind Classify(string message)
    {
        if (ContainsAny(message, _noPlatform)) return RegistryErrorKind.NoPlatform;
        if (ContainsAny(message, _untrusted)) return RegistryErrorKind.Untrusted;
        if (ContainsAny(message, _plainHttp)) return RegistryErrorKind.PlainHttp;
        if (message.StartsWith("denied:", StringComparison.OrdinalIgnoreCase) || ContainsAny(message, _denied))
            return RegistryErrorKind.Denied;
        if (IsRepositoryMissing(message) || ContainsAny(message, _notFound)) return RegistryErrorKind.NotFound;
        return ContainsAny(message, _unreachable) ? RegistryErrorKind.Unreachable : RegistryErrorKind.Other;
    }

    /// <summary>
    /// Indicates whether the registry reports that the repository does not exist. Some registries answer a push with
    /// this error, because they do not create repositories on a push.
    /// </summary>
    public static bool IsRepositoryMissing(string message) => ContainsAny(message, _repositoryMissing);

    /// <summary>
    /// Indicates whether a "denied" may also mean that the repository does not exist. Registries hide the difference
    /// from clients without access.
    /// </summary>
    public static bool IsAmbiguousDenial(string message) =>
        ContainsAny(message, "repository does not exist") && !ContainsAny(message, _credentialsDenied);

    /// <summary>Describes a registry that the engine could not use, as a part of a sentence.</summary>
    public static string DescribeUnavailable(RegistryName registry, string message) => Classify(message) switch
    {
        RegistryErrorKind.Untrusted => $"the engine does not trust the certificate of the registry {registry}",
        RegistryErrorKind.PlainHttp => $"the registry {registry} uses plain HTTP, but the engine requires TLS",
        _ => $"the engine could not reach the registry {registry}",
    };

    /// <summary>Returns a sentence with the remedy for a registry that the engine could not use.</summary>
    public static string GetHint(RegistryName registry, string message) => Classify(message) switch
    {
        RegistryErrorKind.Untrusted =>
            $"Put the certificate of its authority into /etc/docker/certs.d/{registry}/ca.crt on the engine's host, "
            + "or give the registry a certificate that is trusted there and contains its name.",
        RegistryErrorKind.PlainHttp =>
            $"Set up TLS for the registry, or add \"{registry}\" to \"insecure-registries\" in the engine's daemon.json.",
        _ => "Check its address, and that the engine's host can reach it.",
    };

    private static bool ContainsAny(string message, params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (message.Contains(text, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
