using System.Net.Security;

namespace ContainerKit.Http;

/// <summary>Over TLS: the close-notify alert ends our half; closing the socket's half as well would cut off the engine's answer.</summary>
internal sealed class TlsDuplexStream(SslStream tls) : DuplexStream(tls)
{
    // The base type's method is synchronous; the alert is one small record.
    public override void CloseWrite() => tls.ShutdownAsync().GetAwaiter().GetResult();
}
