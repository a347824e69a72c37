namespace ContainerKit;

/// <summary>One endpoint that was tried in search of an engine.</summary>
/// <param name="Endpoint">Its address, such as <c>unix:///var/run/docker.sock</c>.</param>
/// <param name="Source">Where the address came from, such as <c>DOCKER_HOST</c>.</param>
/// <param name="Reason">Why no engine answered there.</param>
public sealed record EndpointAttempt(string Endpoint, string Source, string Reason)
{
    /// <summary>The attempt on one line.</summary>
    public override string ToString() => $"{Endpoint} ({Source}): {Reason}";
}
