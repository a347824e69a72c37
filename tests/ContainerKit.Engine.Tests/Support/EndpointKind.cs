namespace ContainerKit.Engine.Tests.Support;

/// <summary>The kinds of connections to an engine.</summary>
public enum EndpointKind
{
    /// <summary>A Unix socket.</summary>
    Socket,

    /// <summary>A TCP port with mutual TLS.</summary>
    Tls,

    /// <summary>The ssh server of a host.</summary>
    Ssh,
}
