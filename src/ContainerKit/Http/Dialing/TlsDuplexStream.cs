using System.Net.Security;

namespace ContainerKit.Http;

/// <summary>
/// A connection over TLS. The close-notify alert closes the sending half; shutting down the socket too would cut off
/// the response.
/// </summary>
/// <param name="tls">The connection.</param>
/// <param name="release">Releases the certificates of the connection. It is called once.</param>
internal sealed class TlsDuplexStream(SslStream tls, Action release) : DuplexStream(tls)
{
    private Action? _release = release;

    // The method of the base type is synchronous. The alert is a single small record.
    public override void CloseWrite() => tls.ShutdownAsync().GetAwaiter().GetResult();

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) Interlocked.Exchange(ref _release, null)?.Invoke();
    }
}
