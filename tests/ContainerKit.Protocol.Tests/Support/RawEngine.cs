using System.Net.Sockets;
using System.Text;

namespace ContainerKit.Protocol.Tests.Support;

/// <summary>
/// An engine that answers a long upload after it has seen the first of it, reads no further, and closes the connection. It says that
/// nothing is there to whoever asks what stands at a path.
/// </summary>
internal sealed class RawEngine : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ck-");
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _answer;
    private readonly Task _serving;

    private RawEngine(string answer)
    {
        _answer = answer;
        _listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        _listener.Listen();
        _serving = ServeAsync();
    }

    public Uri Endpoint => new("unix://" + SocketPath);

    private string SocketPath => Path.Combine(_folder.FullName, "s");

    /// <param name="answer">The answer to the upload, as it goes over the wire; nothing for none.</param>
    public static RawEngine Start(string answer) => new(answer);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _serving;
        _stop.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptAsync(_stop.Token);
                await AnswerAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(Socket client)
    {
        var buffer = new byte[4096];
        while (await client.ReceiveAsync(buffer, _stop.Token) is > 0 and var read)
        {
            var request = Encoding.Latin1.GetString(buffer, 0, read);
            if (request.StartsWith("PUT", StringComparison.Ordinal))
            {
                await SendAsync(client, _answer);
                return;
            }

            await SendAsync(client, request.Contains("_ping", StringComparison.Ordinal)
                ? "HTTP/1.1 200 OK\r\nAPI-Version: 1.41\r\nContent-Length: 2\r\n\r\nOK"
                : request.StartsWith("HEAD", StringComparison.Ordinal) ? "HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                : "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}");
            if (!request.Contains("_ping", StringComparison.Ordinal)) return;
        }
    }

    private async Task SendAsync(Socket client, string text) => await client.SendAsync(Encoding.Latin1.GetBytes(text), _stop.Token);
}
