using ContainerKit.Diagnostics;

namespace ContainerKit;

/// <summary>A failed attempt to connect to an engine during discovery.</summary>
/// <param name="Endpoint">The address of the endpoint, such as <c>unix:///var/run/docker.sock</c>.</param>
/// <param name="Source">The origin of the address, such as <c>DOCKER_HOST</c>.</param>
/// <param name="Reason">The reason why the attempt failed.</param>
public sealed record EndpointAttempt(string Endpoint, string Source, string Reason)
{
    /// <summary>The kind of the failure.</summary>
    internal ConnectionFailureKind Kind { get; init; }

    /// <summary>Returns the attempt on one line.</summary>
    public override string ToString() => $"{Endpoint} ({Source}): {Reason}";
}
