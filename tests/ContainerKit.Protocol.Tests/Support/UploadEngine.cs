using System.Net.Sockets;
using System.Text;

namespace ContainerKit.Protocol.Tests.Support;

/// <summary>
/// An engine that answers a long upload, of files or of a build's context, after it has seen the first of it, or all of it and counts it, and closes
/// the connection. It says that nothing is there to whoever asks what stands at a path or for an image.
/// </summary>
internal sealed class UploadEngine : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ck-");
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _answer;
    private readonly bool _readsAll;
    private readonly Task? _readsOn;
    private readonly Task _serving;

    private UploadEngine(string answer, bool readsAll, Task? readsOn)
    {
        _answer = answer;
        _readsAll = readsAll;
        _readsOn = readsOn;
        _listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        _listener.Listen();
        _serving = ServeAsync();
    }

    public Uri Endpoint => new("unix://" + SocketPath);

    private string SocketPath => Path.Combine(_folder.FullName, "s");

    /// <summary>How many bytes of uploads it has read, where it reads all.</summary>
    public long Uploaded { get; private set; }

    /// <param name="answer">The answer to the upload, as it goes over the wire; nothing for none.</param>
    /// <param name="readsAll">Whether it answers when the upload has ended, and not in its middle.</param>
    /// <param name="readsOn">After what it reads on behind its answer, until the other side closes; null for never.</param>
    public static UploadEngine Start(string answer, bool readsAll = false, Task? readsOn = null) => new(answer, readsAll, readsOn);

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
        if (await client.ReceiveAsync(buffer, _stop.Token) is not (> 0 and var read)) return;
        var request = Encoding.Latin1.GetString(buffer, 0, read);
        if (request.StartsWith("PUT", StringComparison.Ordinal) || request.Contains("/build?", StringComparison.Ordinal))
        {
            if (_readsAll) await ReadAllAsync(client, buffer.AsMemory(0, read));
            await SendAsync(client, _answer);
            if (_readsOn is not null) await ReadToEndAsync(client, _readsOn);
            return;
        }

        // One connection is served at a time, so none is kept.
        await SendAsync(client, request.Contains("_ping", StringComparison.Ordinal)
            ? "HTTP/1.1 200 OK\r\nAPI-Version: 1.41\r\nConnection: close\r\nContent-Length: 2\r\n\r\nOK"
            : request.StartsWith("HEAD", StringComparison.Ordinal) || request.Contains("/images/", StringComparison.Ordinal) ? "HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
            : "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}");
    }

    // The last chunk is empty. Zeros, which is what is uploaded, do not look like it.
    private async Task ReadAllAsync(Socket client, ReadOnlyMemory<byte> first)
    {
        var buffer = new byte[1 << 20];
        first.CopyTo(buffer);
        var (count, read) = (first.Length, first.Length);
        while (!buffer.AsSpan(0, count).EndsWith("\r\n0\r\n\r\n"u8))
        {
            Uploaded += read;
            // Of what was there only the end is kept, which the last chunk may have begun in.
            var kept = Math.Min(count, 8);
            buffer.AsSpan(count - kept, kept).CopyTo(buffer);
            read = await client.ReceiveAsync(buffer.AsMemory(kept), _stop.Token);
            if (read == 0) throw new SocketException((int)SocketError.ConnectionReset);
            count = kept + read;
        }

        Uploaded += read;
    }

    private async Task ReadToEndAsync(Socket client, Task after)
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
            // It left with an answer unread.
        }
    }

    private async Task SendAsync(Socket client, string text) => await client.SendAsync(Encoding.Latin1.GetBytes(text), _stop.Token);
}
