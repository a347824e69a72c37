using ContainerKit.Services.Internal;

namespace ContainerKit.Services;

/// <summary>
/// A Docker Engine with its own containers, images, networks and volumes, for tests that change an engine. It runs in a
/// privileged container, requires a client certificate, and is ready when it responds over TLS. Its data are in an
/// anonymous volume of the container. Tested with version 20.10 of the engine.
/// </summary>
/// <remarks>A process in a privileged container has the rights of the root user on the engine's host.</remarks>
/// <example><code>
/// await using var docker = await DockerInDocker.Run();
/// await using var engine = await docker.ConnectAsync("certificates");
/// await Image.Pull("busybox").Run("echo", "hello").On(engine);
/// </code></example>
public sealed class DockerInDocker : Service
{
    private const int Port = 2376;
    private const string Certificates = "/certs";

    // The CLI in the container uses the engine's socket. A swarm would replace containers that are removed.
    private const string ResetScript =
        "set -e; docker swarm leave --force >/dev/null 2>&1 || true; docker ps --all --quiet | xargs -r docker rm --force --volumes; "
        + "docker system prune --all --force; docker volume ls --quiet | xargs -r docker volume rm --force";

    private DockerInDocker(Container container)
        : base(container, Port)
    {
    }

    /// <summary>Plans an engine without images.</summary>
    public static Plan<DockerInDocker> Run() => Run(new DockerInDockerSpec());

    /// <summary>Plans an engine with this configuration.</summary>
    public static Plan<DockerInDocker> Run(DockerInDockerSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var withRights = spec.Privileged ? spec with { Container = spec.Container with { Privileged = true } } : spec;
        return new ServiceDefinition<DockerInDocker>(withRights, created => new DockerInDocker(created))
        {
            Ports = [Port],
            Variables = new Dictionary<string, string>
            {
                ["DOCKER_TLS_CERTDIR"] = Certificates,
                ["DOCKER_TLS_SAN"] = string.Join(',', spec.AlternativeNames),
            },
            // A TLS server tells a client without TLS its mistake, over HTTP.
            Ready = Handshake.WaitForHttp("Docker Engine", Port),
        }.Run();
    }

    /// <summary>
    /// Copies the client's certificate and key from the container into a folder, which only this user can read if it is
    /// created, and returns an engine object for them.
    /// </summary>
    /// <param name="folder">
    /// The folder for <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c>. It is created if it does not exist. Existing
    /// files with these names are replaced. The caller owns it, and keeps it as long as the engine object is used.
    /// </param>
    /// <param name="cancellationToken">Cancels the copy.</param>
    /// <returns>The engine object, which the caller disposes.</returns>
    /// <exception cref="ContainerFileException">A file cannot be read.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public async Task<DockerEngine> ConnectAsync(string folder, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        PrivateFolder.Create(folder);
        foreach (var name in (string[])["ca.pem", "cert.pem", "key.pem"])
        {
            var content = await Container.ReadBytesAsync($"{Certificates}/client/{name}", cancellationToken).ConfigureAwait(false);
            await PrivateFolder.WriteAsync(folder, name, content, cancellationToken).ConfigureAwait(false);
        }

        return new DockerEngine(new DockerEngineOptions { Endpoint = new Uri(ConnectionString), CertificatePath = folder });
    }

    /// <summary>
    /// Removes all containers, images, networks, volumes and the build cache. An engine that is in a swarm leaves it.
    /// </summary>
    /// <exception cref="ExecFailedException">The engine did not remove a resource.</exception>
    /// <exception cref="ContainerExitedException">The container is not running.</exception>
    public Task ResetAsync(CancellationToken cancellationToken = default) =>
        Container.ExecAsync(["sh", "-c", ResetScript], cancellationToken);

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) => $"tcp://{address}";
}
