using ContainerKit.Services.Internal;

namespace ContainerKit.Services;

/// <summary>
/// A MinIO server, object storage with the API of Amazon S3. The connection string is the URL of the API. It is ready
/// when it reports that it can serve requests. Written for <c>minio/minio</c>; the tests of this project run it only if
/// that image can be pulled.
/// </summary>
/// <example><code>
/// await using var storage = await Minio.Run();
/// var config = new AmazonS3Config { ServiceURL = storage.ConnectionString, ForcePathStyle = true };
/// var client = new AmazonS3Client(storage.AccessKey, storage.SecretKey, config);
/// </code></example>
public sealed class Minio : Service
{
    private const int Port = 9000;
    private const int WebPort = 9001;

    private readonly MinioSpec _spec;

    private Minio(Container container, MinioSpec spec)
        : base(container, Port, WebPort) => _spec = spec;

    /// <summary>The access key.</summary>
    public string AccessKey => _spec.AccessKey;

    /// <summary>The secret key.</summary>
    public string SecretKey => _spec.SecretKey;

    /// <summary>The address of the web page for this machine.</summary>
    public Uri WebUri => new($"http://{GetAddress(WebPort)}/");

    /// <summary>Plans an empty server.</summary>
    public static Plan<Minio> Run() => Run(new MinioSpec());

    /// <summary>Plans a server with this configuration.</summary>
    public static Plan<Minio> Run(MinioSpec spec) => new ServiceDefinition<Minio>(spec, created => new Minio(created, spec))
    {
        Ports = [Port, WebPort],
        Variables = new Dictionary<string, string>
        {
            ["MINIO_ROOT_USER"] = spec.AccessKey,
            ["MINIO_ROOT_PASSWORD"] = spec.SecretKey,
        },
        DefaultCommand = ["server", "/data", "--console-address", $":{WebPort}"],
        Ready = Wait.ForHttp(Port, "/minio/health/ready"),
    }.Run();

    /// <summary>Removes all buckets with their objects.</summary>
    /// <exception cref="ExecFailedException">The server did not remove a bucket.</exception>
    /// <exception cref="ContainerExitedException">The container is not running.</exception>
    public Task ResetAsync(CancellationToken cancellationToken = default)
    {
        // The client of MinIO, which the image contains, reads the address and the keys of a server from this variable.
        var keys = $"{Uri.EscapeDataString(AccessKey)}:{Uri.EscapeDataString(SecretKey)}";
        var spec = new ExecSpec("mc", "--config-dir", "/tmp/.mc", "rb", "--force", "--dangerous", "local")
        {
            Environment = new Dictionary<string, string> { ["MC_HOST_local"] = $"http://{keys}@localhost:{Port}" },
        };
        return Container.ExecAsync(spec, cancellationToken);
    }

    /// <inheritdoc/>
    protected override string Connect(PortAddress address) => $"http://{address}";
}
