using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace ContainerKit.Benchmarks.Clients;

/// <summary>
/// Plain HTTP with the fewest requests, as a program without any client library would write it. It is the floor for what a .NET
/// process can reach with asynchronous sockets.
/// </summary>
internal sealed class EngineHttp : IDisposable
{
    private readonly HttpClient _http;

    public EngineHttp(string socketPath)
    {
        SocketPath = socketPath;
        _http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, token) => new NetworkStream(await ConnectAsync(token), ownsSocket: true),
        })
        {
            BaseAddress = new Uri("http://docker/"),
        };
    }

    public string SocketPath { get; }

    /// <summary>Sends a GET request, and reads the response to its end.</summary>
    public async Task<int> GetAsync(string path)
    {
        using var response = await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadAsByteArrayAsync()).Length;
    }

    /// <summary>Sends a GET request, and parses the response.</summary>
    public async Task<JsonDocument> GetJsonAsync(string path)
    {
        using var response = await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        using var stream = await response.Content.ReadAsStreamAsync();
        return await JsonDocument.ParseAsync(stream);
    }

    /// <summary>Sends a GET request, and reads the response in pieces.</summary>
    /// <param name="path">The path.</param>
    /// <param name="limit">The number of bytes after which reading ends. Default: the end of the response.</param>
    /// <returns>The number of bytes.</returns>
    public async Task<long> DrainAsync(string path, long limit = long.MaxValue)
    {
        using var response = await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        using var stream = await response.Content.ReadAsStreamAsync();
        return await DrainAsync(stream, limit);
    }

    /// <summary>Sends a POST request with a JSON body.</summary>
    public async Task<JsonElement> PostAsync(string path, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(path, body);
        response.EnsureSuccessStatusCode();
        var text = await response.Content.ReadAsByteArrayAsync();
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    /// <summary>Sends a DELETE request.</summary>
    public async Task DeleteAsync(string path)
    {
        using var response = await _http.DeleteAsync(path);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Sends a PUT request with the content of a file.</summary>
    public async Task PutFileAsync(string path, string file)
    {
        await using var stream = File.OpenRead(file);
        using var body = new StreamContent(stream, 128 * 1024);
        using var response = await _http.PutAsync(path, body);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Sends a request that upgrades the connection, and reads the raw stream after the head of the response.</summary>
    /// <param name="path">The path of a POST request.</param>
    /// <param name="json">The body.</param>
    /// <param name="started">Called when the head of the response has arrived; null for no call.</param>
    /// <returns>The number of bytes after the head.</returns>
    public async Task<long> HijackAsync(string path, string json, Func<Task>? started = null)
    {
        using var socket = await ConnectAsync(CancellationToken.None);
        var request = $"POST /{path} HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n{json}";
        await socket.SendAsync(Encoding.ASCII.GetBytes(request));
        using var stream = new NetworkStream(socket);
        var buffer = new byte[64 * 1024];
        var (filled, end) = (0, -1);
        while (end < 0)
        {
            filled += await stream.ReadAsync(buffer.AsMemory(filled));
            end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
        }

        if (started is not null) await started();
        return filled - end - 4 + await DrainAsync(stream);
    }

    public void Dispose() => _http.Dispose();

    private static async Task<long> DrainAsync(Stream stream, long limit = long.MaxValue)
    {
        var buffer = new byte[64 * 1024];
        long sum = 0;
        int read;
        while (sum < limit && (read = await stream.ReadAsync(buffer)) > 0) sum += read;
        return sum;
    }

    private async ValueTask<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), cancellationToken);
        return socket;
    }
}
