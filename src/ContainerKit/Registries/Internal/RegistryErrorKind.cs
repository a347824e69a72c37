namespace ContainerKit.Registries;

/// <summary>The cause of an error that a registry, or the engine's request to it, reported.</summary>
internal enum RegistryErrorKind
{
    /// <summary>Another cause.</summary>
    Other,

    /// <summary>The registry refused the credentials, or requires some.</summary>
    Denied,

    /// <summary>The repository or the tag does not exist.</summary>
    NotFound,

    /// <summary>The image does not exist for the requested platform.</summary>
    NoPlatform,

    /// <summary>The engine does not trust the registry's certificate.</summary>
    Untrusted,

    /// <summary>The engine requires TLS, but the registry uses plain HTTP.</summary>
    PlainHttp,

    /// <summary>The engine could not connect to the registry.</summary>
    Unreachable,
}
