namespace ContainerKit.Diagnostics;

/// <summary>The kind of a failed connection to an engine.</summary>
internal enum ConnectionFailureKind
{
    /// <summary>The connection failed for another reason.</summary>
    Other,

    /// <summary>The socket does not exist.</summary>
    MissingSocket,

    /// <summary>The system denies this user the access to the socket, or to the folder that it is in.</summary>
    AccessDenied,
}
