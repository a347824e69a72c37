using ContainerKit.Services.Internal;

namespace ContainerKit.Services;

/// <summary>
/// A container registry, the reference implementation of Docker. The connection string is the first part of an image
/// name: <c>host:port</c>. It is ready when it responds to a request. It requires no authentication, and engines use
/// HTTP only for a registry on a loopback address. Tested with <c>registry:2</c>.
/// </summary>
/// <example><code>
/// await using var registry = await ContainerRegistry.Run();
/// await Image.Pull("busybox").Tag($"{registry.ConnectionString}/busybox:1").Push();
/// </code></example>
public sealed class ContainerRegistry : Service
{
    private const int Port = 5000;
    private const string StorageFolder = "/var/lib/registry/docker";

    private ContainerRegistry(Container container)
        : base(container, Port)
    {
    }

    /// <summary>Plans an empty registry.</summary>
    public static Plan<ContainerRegistry> Run() => Run(new ContainerRegistrySpec());

    /// <summary>Plans a registry with this configuration.</summary>
    public static Plan<ContainerRegistry> Run(ContainerRegistrySpec spec) =>
        new ServiceDefinition<ContainerRegistry>(spec, created => new ContainerRegistry(created))
        {
            Ports = [Port],
            Variables = new Dictionary<string, string>
            {
                ["REGISTRY_STORAGE_DELETE_ENABLED"] = "true",
                // An unknown kind of cache turns it off. A registry with its cache would report removed layers as present.
                ["REGISTRY_STORAGE_CACHE_BLOBDESCRIPTOR"] = "none",
            },
            Ready = Wait.ForHttp(Port, "/v2/"),
        }.Run();

    /// <summary>Removes all images.</summary>
    /// <exception cref="ExecFailedException">The files could not be removed.</exception>
    public Task ResetAsync(CancellationToken cancellationToken = default) =>
        Container.ExecAsync(["rm", "-rf", StorageFolder], cancellationToken);

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) => address.ToString();
}
