using System.Net;
using System.Net.Sockets;
using ContainerKit.Http;

namespace ContainerKit.Tests.Http.Http2;

/// <summary>The two ends of an HTTP/2 connection: the library's server, and the HTTP client of .NET or raw bytes.</summary>
internal sealed class Http2Peer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly NetworkStream _server;
    private readonly Http2Connection _connection;

    public Http2Peer(Func<Http2Stream, Task> serve)
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.Connect(_listener.LocalEndPoint!);
        Client = new NetworkStream(client, ownsSocket: true);
        _server = new NetworkStream(_listener.Accept(), ownsSocket: true);
        _connection = new Http2Connection(_server, serve);
        Serving = ServeAsync();
    }

    /// <summary>The end of the client.</summary>
    public NetworkStream Client { get; }

    /// <summary>The work of the server.</summary>
    public Task Serving { get; }

    /// <summary>Returns an HTTP client over the connection.</summary>
    public HttpClient CreateHttpClient() => new(new SocketsHttpHandler { ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(Client) })
    {
        BaseAddress = new Uri("http://session/"),
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private async Task ServeAsync()
    {
        await using (_server) await _connection.RunAsync(_stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Client.DisposeAsync();
        await _server.DisposeAsync();
        await Serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _connection.Dispose();
        _listener.Dispose();
        _stop.Dispose();
    }
}
