using System.Net.Sockets;
using System.Text;
using ContainerKit.Engine.Tests.Support.Proxy;

namespace ContainerKit.Suites;

/// <summary>A proxy for the engine on its own Unix socket. It counts requests and connections and forwards all bytes unchanged.</summary>
internal sealed class CountingProxy : IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly string _engine;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ck");
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, int> _requests = [];
    private readonly List<Task> _running = [];
    private readonly Task _accepting;

    private CountingProxy(string engine)
    {
        _engine = engine;
        _listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public string Endpoint => "unix://" + SocketPath;

    public int Connections { get; private set; }

    /// <summary>The number of requests of each kind, the most frequent kind first.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> Requests
    {
        get
        {
            lock (_gate)
            {
                return
                [
                    .. _requests.OrderByDescending(request => request.Value).ThenBy(request => request.Key, StringComparer.Ordinal),
                ];
            }
        }
    }

    private string SocketPath => Path.Combine(_folder.FullName, "s");

    /// <summary>Starts a proxy for the engine that the Docker CLI uses.</summary>
    /// <exception cref="NotSupportedException">The engine does not listen on a Unix socket.</exception>
    public static async Task<CountingProxy> StartAsync()
    {
        var engine = await DockerCli.RunAsync("context", "inspect", "--format", "{{.Endpoints.docker.Host}}");
        return engine.StartsWith("unix://", StringComparison.Ordinal)
            ? new CountingProxy(engine["unix://".Length..])
            : throw new NotSupportedException(
                $"Cannot count the requests to {engine}: the proxy needs a Unix socket. Run without the part 'requests'.");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        await Task.WhenAll(_running);
        _listener.Dispose();
        _stop.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync(_stop.Token);
                Connections++;
                _running.Add(ServeAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
            // The proxy is disposed.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var clientSocket = client;
        using var engineSocket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await engineSocket.ConnectAsync(new UnixDomainSocketEndPoint(_engine), _stop.Token);
            await Task.WhenAll(ForwardRequestsAsync(clientSocket, engineSocket), ForwardResponsesAsync(engineSocket, clientSocket));
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // The client or the engine closed the connection.
        }
    }

    private async Task ForwardRequestsAsync(Socket client, Socket engine)
    {
        var requests = new HttpReader((buffer, token) => client.ReceiveAsync(buffer, token));
        while (await requests.ReadHeadAsync(_stop.Token) is { } head)
        {
            Count(head);
            await Send(engine)(head.Bytes, _stop.Token);
            // After an upgrade request, the connection is a raw stream without further requests.
            var isUpgrade = Encoding.ASCII.GetString(head.Bytes).Contains("\r\nUpgrade:", StringComparison.OrdinalIgnoreCase);
            if (isUpgrade) await requests.PassAllAsync(Send(engine), _stop.Token);
            else await requests.PassBodyAsync(head, Send(engine), _stop.Token);
        }

        engine.Shutdown(SocketShutdown.Send);
    }

    private async Task ForwardResponsesAsync(Socket engine, Socket client)
    {
        await new HttpReader((buffer, token) => engine.ReceiveAsync(buffer, token)).PassAllAsync(Send(client), _stop.Token);
        client.Shutdown(SocketShutdown.Send);
    }

    private static Pass Send(Socket to) => async (bytes, token) =>
    {
        while (bytes.Length > 0) bytes = bytes[await to.SendAsync(bytes, SocketFlags.None, token)..];
    };

    private void Count(HttpHead head)
    {
        // Removes the version, the query and the ID: /v1.41/containers/0d5c.../json?size=0 becomes /containers/{id}/json.
        var path = head.Start[1].Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries).ToList();
        if (path.Count > 0 && path[0][0] == 'v' && char.IsDigit(path[0][^1])) path.RemoveAt(0);
        if (path.Count > 1 && path[0] is "containers" or "exec" or "images" && path[1] is not ("create" or "json")) path[1] = "{id}";
        lock (_gate)
        {
            var kind = $"{head.Start[0]} /{string.Join('/', path)}";
            _requests[kind] = _requests.GetValueOrDefault(kind) + 1;
        }
    }
}
