using System.Net.Sockets;
using System.Text;

namespace ContainerKit.Protocol.Tests.Support;

/// <summary>
/// An engine that responds to a long upload of files or of a build context, after its first bytes, in the middle of it, or after all of
/// it, and then closes the connection. It responds 404 to requests for a path or an image.
/// </summary>
internal sealed class UploadEngine : IAsyncDisposable
{
    // More than the first files of a build context, so that the client is sending its big file.
    private const int ReadBeforeDrain = 256 * 1024;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ck-");
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _response;
    private readonly bool _readsWholeUpload;
    private readonly Task? _drainAfter;
    private readonly Task _serving;

    private UploadEngine(string response, bool readsWholeUpload, Task? drainAfter)
    {
        _response = response;
        _readsWholeUpload = readsWholeUpload;
        _drainAfter = drainAfter;
        _listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        _listener.Listen();
        _serving = ServeAsync();
    }

    public Uri Endpoint => new("unix://" + SocketPath);

    private string SocketPath => Path.Combine(_folder.FullName, "s");

    /// <summary>The number of uploaded bytes, if the engine reads whole uploads.</summary>
    public long Uploaded { get; private set; }

    /// <param name="response">The raw HTTP response to the upload; empty for no response.</param>
    /// <param name="readsWholeUpload">True to respond after the whole upload instead of after its first bytes.</param>
    /// <param name="drainAfter">
    /// The task after which the rest of the upload is read; the response is sent when some of the upload has been read. Null to read
    /// nothing after the response.
    /// </param>
    public static UploadEngine Start(string response, bool readsWholeUpload = false, Task? drainAfter = null) =>
        new(response, readsWholeUpload, drainAfter);

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
                await RespondAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task RespondAsync(Socket client)
    {
        var buffer = new byte[4096];
        if (await client.ReceiveAsync(buffer, _stop.Token) is not (> 0 and var read)) return;
        var request = Encoding.Latin1.GetString(buffer, 0, read);
        if (request.StartsWith("PUT", StringComparison.Ordinal) || request.Contains("/build?", StringComparison.Ordinal))
        {
            if (_readsWholeUpload) await ReadWholeUploadAsync(client, buffer.AsMemory(0, read));
            if (_drainAfter is not null) await ReadAsync(client, ReadBeforeDrain);
            await SendAsync(client, _response);
            if (_drainAfter is not null) await DrainAsync(client, _drainAfter);
            return;
        }

        // Connections are served one after the other, so none is kept alive.
        await SendAsync(client, request.Contains("_ping", StringComparison.Ordinal)
            ? "HTTP/1.1 200 OK\r\nAPI-Version: 1.41\r\nConnection: close\r\nContent-Length: 2\r\n\r\nOK"
            : request.StartsWith("HEAD", StringComparison.Ordinal) || request.Contains("/images/", StringComparison.Ordinal)
            ? "HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
            : "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}");
    }

    // The empty last chunk ends the upload. The uploaded zeros never look like it.
    private async Task ReadWholeUploadAsync(Socket client, ReadOnlyMemory<byte> first)
    {
        var buffer = new byte[1 << 20];
        first.CopyTo(buffer);
        var (count, read) = (first.Length, first.Length);
        while (!buffer.AsSpan(0, count).EndsWith("\r\n0\r\n\r\n"u8))
        {
            Uploaded += read;
            // The last bytes are kept, because the last chunk may start in them.
            var kept = Math.Min(count, 8);
            buffer.AsSpan(count - kept, kept).CopyTo(buffer);
            read = await client.ReceiveAsync(buffer.AsMemory(kept), _stop.Token);
            if (read == 0) throw new SocketException((int)SocketError.ConnectionReset);
            count = kept + read;
        }

        Uploaded += read;
    }

    private async Task ReadAsync(Socket client, int count)
    {
        var buffer = new byte[count];
        for (var total = 0; total < count;)
        {
            var read = await client.ReceiveAsync(buffer.AsMemory(total), _stop.Token);
            if (read == 0) throw new SocketException((int)SocketError.ConnectionReset);
            total += read;
        }
    }

    private async Task DrainAsync(Socket client, Task after)
    {
        await after.WaitAsync(_stop.Token);
        var buffer = new byte[1 << 20];
        try
        {
            while (await client.ReceiveAsync(buffer, _stop.Token) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // The client closed the connection with an unread response.
        }
    }

    private async Task SendAsync(Socket client, string text) => await client.SendAsync(Encoding.Latin1.GetBytes(text), _stop.Token);
}
