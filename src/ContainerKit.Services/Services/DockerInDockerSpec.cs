namespace ContainerKit.Services;

/// <summary>The configuration of a Docker Engine in a container. Immutable.</summary>
public sealed record DockerInDockerSpec() : ServiceSpec("docker:20.10-dind")
{
    /// <summary>
    /// Indicates whether the container is privileged. If false, <see cref="ServiceSpec.Container"/> has to give the
    /// rights that the engine needs, such as the capabilities <c>SYS_ADMIN</c> and <c>NET_ADMIN</c>. Default: true.
    /// </summary>
    public bool Privileged { get; init; } = true;

    /// <summary>
    /// Additional names of the engine in its certificate, such as <c>DNS:build-host</c> or <c>IP:10.0.0.7</c>. Needed if
    /// clients reach it by another name than <c>localhost</c>, <c>127.0.0.1</c>, <c>docker</c> or an address of its
    /// container. Default: none.
    /// </summary>
    public IReadOnlyList<string> AlternativeNames
    {
        get;
        init => field = [.. value ?? throw new ArgumentNullException(nameof(value))];
    } = [];
}
