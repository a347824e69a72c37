namespace ContainerKit.Builds;

/// <summary>
/// The service by which BuildKit reads the secrets of a build:
/// https://github.com/moby/buildkit/blob/v0.20.0/session/secrets/secrets.proto.
/// </summary>
/// <param name="secrets">The values by their ids.</param>
internal sealed class SecretsService(IReadOnlyDictionary<string, byte[]> secrets)
{
    /// <summary>The path of the method.</summary>
    public const string GetSecretMethod = "/moby.buildkit.secrets.v1.Secrets/GetSecret";

    /// <summary>Returns a secret.</summary>
    public Task<ProtobufWriter> GetSecretAsync(byte[] request, CancellationToken cancellationToken)
    {
        var id = UnaryMethod.ReadText(request, field: 1);
        return secrets.TryGetValue(id, out var value)
            ? Task.FromResult(new ProtobufWriter().Write(1, value.AsSpan()))
            : throw new GrpcException(GrpcStatus.NotFound, $"secret {id}: not found");
    }
}
