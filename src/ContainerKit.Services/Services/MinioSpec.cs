namespace ContainerKit.Services;

/// <summary>The configuration of a MinIO server. Immutable.</summary>
public sealed record MinioSpec() : ServiceSpec("minio/minio:latest")
{
    /// <summary>The access key, which is the name of the root user. Default: <c>test</c>.</summary>
    public string AccessKey { get; init; } = "test";

    /// <summary>The secret key, which is the root user's password, of at least 8 characters. Default: random.</summary>
    public string SecretKey { get; init; } = NewPassword();
}
