using ContainerKit.Images;

namespace ContainerKit;

/// <summary>The options for pulling an image. Immutable.</summary>
public sealed record PullOptions
{
    /// <summary>The policy for contacting the registry. Default: <see cref="PullPolicy.Missing"/>.</summary>
    public PullPolicy Policy { get; init; } = PullPolicy.Missing;

    /// <summary>
    /// The credentials for the registry. Default: the login of this engine
    /// (<see cref="DockerEngine.LoginAsync(string, RegistryCredential, CancellationToken)"/>), then
    /// <c>DOCKER_AUTH_CONFIG</c>, then the <c>config.json</c> of the Docker CLI, then anonymous.
    /// </summary>
    public RegistryCredential? Credential { get; init; }

    /// <summary>
    /// The platform: <c>os/architecture</c> or <c>os/architecture/variant</c>, such as <c>linux/arm64</c>. With only
    /// the operating system or only the architecture, the engine chooses the other part. An image with this name for
    /// another platform counts as missing. Default: the platform of the engine.
    /// </summary>
    /// <exception cref="ArgumentException">The text is not a platform.</exception>
    public string? Platform
    {
        get;
        init => field = value is null ? null : PlatformName.Normalize(value);
    }
}
