namespace ContainerKit.Builds;

/// <summary>The failure of a gRPC call that is reported to the client.</summary>
internal sealed class GrpcException(GrpcStatus status, string message) : Exception(message)
{
    /// <summary>The status.</summary>
    public GrpcStatus Status => status;
}
