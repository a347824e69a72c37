namespace ContainerKit.Builds;

/// <summary>The results of gRPC calls (https://grpc.io/docs/guides/status-codes/) that are used here.</summary>
internal enum GrpcStatus
{
    /// <summary>Success.</summary>
    Ok = 0,

    /// <summary>The call was canceled.</summary>
    Canceled = 1,

    /// <summary>An error without a specific code.</summary>
    Unknown = 2,

    /// <summary>The request is invalid.</summary>
    InvalidArgument = 3,

    /// <summary>The requested object does not exist.</summary>
    NotFound = 5,

    /// <summary>The method does not exist.</summary>
    Unimplemented = 12,
}
