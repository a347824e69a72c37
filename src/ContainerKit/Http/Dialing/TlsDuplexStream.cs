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
    private const int MaximumAttempts = 5;

    private Action? _release = release;

    // The method of the base type is synchronous. The alert is a single small record.
    public override void CloseWrite()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                tls.ShutdownAsync().GetAwaiter().GetResult();
                return;
            }
            catch (Exception e) when (e is not (IOException or ObjectDisposedException or InvalidOperationException))
            {
                // The internal exception of OpenSSL, observed while another thread reads: SSL_shutdown also looks for the alert of the
                // engine. The own alert is in the buffer of OpenSSL then, and the next call sends it.
                if (attempt == MaximumAttempts)
                    throw new IOException($"The sending half of the TLS connection could not be closed: {e.Message}", e);
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) Interlocked.Exchange(ref _release, null)?.Invoke();
    }
}
