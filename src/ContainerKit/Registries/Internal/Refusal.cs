namespace ContainerKit.Registries;

/// <summary>What a registry's refusal is about.</summary>
internal enum RegistryErrorKind
{
    /// <summary>Something else.</summary>
    Other,

    /// <summary>The credentials, or that there were none.</summary>
    Denied,

    /// <summary>There is no such repository or tag.</summary>
    NotFound,

    /// <summary>The image is not there for the platform that was asked for.</summary>
    NoPlatform,

    /// <summary>The engine does not trust the registry's certificate.</summary>
    Untrusted,

    /// <summary>The engine wants TLS, and the registry has none.</summary>
    PlainHttp,

    /// <summary>Nothing answers there.</summary>
    Unreachable,
}
