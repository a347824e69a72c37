using ContainerKit.Images;

namespace ContainerKit;

/// <summary>How an image gets onto the engine. Immutable.</summary>
public sealed record PullOptions
{
    /// <summary>When the registry is asked. Default: only when the image is missing.</summary>
    public PullPolicy Policy { get; init; } = PullPolicy.Missing;

    /// <summary>
    /// Who asks. Default: who is logged in to the registry on this engine (<see cref="DockerEngine.LoginAsync(string, RegistryCredential, CancellationToken)"/>),
    /// else whom <c>DOCKER_AUTH_CONFIG</c> or the docker command's <c>config.json</c> names, else nobody in particular.
    /// </summary>
    public RegistryCredential? Credential { get; init; }

    /// <summary>
    /// The platform, as <c>os/architecture</c> or <c>os/architecture/variant</c>: <c>linux/arm64</c>. The operating system or the architecture alone
    /// leaves the other part to the engine. An image of another platform that is on the engine under this name counts as missing. Default: the
    /// engine's own.
    /// </summary>
    /// <exception cref="ArgumentException">The text is not a platform.</exception>
    public string? Platform
    {
        get;
        init => field = value is null ? null : PlatformName.Normalize(value);
    }
}
