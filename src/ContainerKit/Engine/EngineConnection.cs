namespace ContainerKit;

/// <summary>An established connection to an engine.</summary>
/// <param name="Endpoint">The address of the engine.</param>
/// <param name="ApiVersion">The API version that requests use.</param>
/// <param name="IsLocal">
/// Indicates whether ports that the engine publishes on 127.0.0.1 are reachable from this machine: the engine has a
/// socket, a pipe or a loopback address, and <see cref="DockerEngineOptions.PublishedHost"/> names no other host.
/// </param>
public sealed record EngineConnection(string Endpoint, Version ApiVersion, bool IsLocal)
{
    /// <summary>Returns the connection on one line.</summary>
    public override string ToString() => $"{Endpoint}, API {ApiVersion}";
}
