using System.Net;
using System.Net.NetworkInformation;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>
/// A registry with a self-signed certificate or without TLS. It does not listen on loopback, because engines accept insecure
/// registries there.
/// </summary>
internal sealed class FaultyRegistry : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    private FaultyRegistry(TcpListener listener, X509Certificate2? certificate)
    {
        _listener = listener;
        _serving = ServeAsync(certificate);
    }

    /// <summary>The host and port with which image references start.</summary>
    public string Address => _listener.LocalEndpoint.ToString()!;

    public static FaultyRegistry Start(bool tls)
    {
        var listener = new TcpListener(FindAddress(), 0);
        listener.Start();
        return new FaultyRegistry(listener, tls ? CreateCertificate() : null);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    // An interface that is down keeps its address, as the bridge of an engine without containers does.
    private static IPAddress FindAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .OrderBy(each => each.OperationalStatus == OperationalStatus.Up ? 0 : 1)
        .SelectMany(each => each.GetIPProperties().UnicastAddresses)
        .Select(each => each.Address)
        .First(each => each.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(each));

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=faulty registry", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private async Task ServeAsync(X509Certificate2? certificate)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await using Stream stream = certificate is null ? client.GetStream() : new SslStream(client.GetStream());
                if (stream is SslStream tlsStream) await tlsStream.AuthenticateAsServerAsync(certificate!, false, false);
                await stream.WriteAsync(
                    "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), _stop.Token);
            }
            catch (Exception e) when (
                e is IOException or SocketException or OperationCanceledException or AuthenticationException)
            {
                // The engine closes a connection that it does not trust, which the tests expect.
            }
        }

        certificate?.Dispose();
    }
}
