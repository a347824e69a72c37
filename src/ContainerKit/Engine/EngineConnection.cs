namespace ContainerKit;

/// <summary>An engine that answered.</summary>
/// <param name="Endpoint">Its address.</param>
/// <param name="ApiVersion">The API version that requests to it use.</param>
/// <param name="IsLocal">
/// True when ports that it publishes on 127.0.0.1 are taken to be reached from here: it has a socket, a pipe or a loopback address, and
/// <see cref="DockerEngineOptions.PublishedHost"/> does not name another host.
/// </param>
public sealed record EngineConnection(string Endpoint, Version ApiVersion, bool IsLocal)
{
    /// <summary>The connection on one line.</summary>
    public override string ToString() => $"{Endpoint}, API {ApiVersion}";
}
