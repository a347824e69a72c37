using System.Net.Security;

namespace ContainerKit.Http;

/// <summary>
/// A connection over TLS. The close-notify alert closes the sending half; shutting down the socket too would cut off
/// the response.
/// </summary>
internal sealed class TlsDuplexStream(SslStream tls) : DuplexStream(tls)
{
    // The method of the base type is synchronous. The alert is a single small record.
    public override void CloseWrite() => tls.ShutdownAsync().GetAwaiter().GetResult();
}
