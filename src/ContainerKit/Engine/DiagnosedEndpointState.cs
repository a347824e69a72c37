namespace ContainerKit;

/// <summary>The state of an endpoint in an <see cref="EngineDiagnosis"/>.</summary>
public enum DiagnosedEndpointState
{
    /// <summary>The engine answers, and the library uses it.</summary>
    Used,

    /// <summary>An engine answers, but the library uses another one.</summary>
    Answers,

    /// <summary>The socket does not exist.</summary>
    Missing,

    /// <summary>This user does not have the permission to use the socket.</summary>
    Denied,

    /// <summary>The connection failed for another reason.</summary>
    Failed,
}
