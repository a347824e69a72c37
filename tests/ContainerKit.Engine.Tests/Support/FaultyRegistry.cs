using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>
/// A registry with a self-signed certificate or without TLS. It listens on the address of the engine's bridge, because
/// engines accept insecure registries on loopback addresses.
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

    public static async Task<FaultyRegistry> StartAsync(bool tls)
    {
        // The bridge has the first address of its network.
        var network = await DockerCli.GetOutputAsync(
            "network", "inspect", "bridge", "--format", "{{range .IPAM.Config}}{{.Subnet}} {{end}}");
        var bytes = IPNetwork.Parse(network.Split(' ')[0]).BaseAddress.GetAddressBytes();
        bytes[^1]++;
        var listener = new TcpListener(new IPAddress(bytes), 0);
        try
        {
            listener.Start();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            Assert.Skip(
                $"The engine does not run on the network of this machine, so the test cannot listen on its bridge {network}.");
        }

        return new FaultyRegistry(listener, tls ? CreateCertificate() : null);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

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
