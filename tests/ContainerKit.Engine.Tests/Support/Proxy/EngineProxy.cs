using System.Net.Sockets;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>
/// Stands between the library and the real engine on a unix socket of its own: counts requests and connections, and breaks the one
/// request it is told to.
/// </summary>
internal sealed class EngineProxy : IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly string _engine;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ck");
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Task> _running = [];
    private readonly List<ProxyConnection> _connections = [];
    private readonly List<string> _requests = [];
    private Socket _listener;
    private Task _accepting;
    private long _bytesAnswered;

    private EngineProxy(string engine)
    {
        _engine = engine;
        (_listener, _accepting) = Listen();
    }

    /// <summary>The options of an engine that is reached through the proxy, patient with a busy machine.</summary>
    public DockerEngineOptions Options => new() { Endpoint = new("unix://" + SocketPath), ConnectTimeout = TimeSpan.FromSeconds(20) };

    /// <summary>Which request is broken, and how. Default: none.</summary>
    public Fault? Fault { get; init; }

    /// <summary>Whether the request to break has come.</summary>
    public bool IsFaultHit { get; private set; }

    /// <summary>Called when the request to break comes.</summary>
    public Action? WhenFaultHits { get; set; }

    /// <summary>Ends when the engine has answered the broken request, which may be long after the client has lost it.</summary>
    public Task Answered => _answered.Task;

    /// <summary>Method and path of each request so far but <c>_ping</c>, in the order of their arrival.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_gate) return [.. _requests];
        }
    }

    /// <summary>How many <c>_ping</c>s came.</summary>
    public int Pings { get; private set; }

    /// <summary>How many bytes of answers went to the client, heads and all.</summary>
    public long BytesAnswered => Interlocked.Read(ref _bytesAnswered);

    /// <summary>How many connections were made.</summary>
    public int Connections
    {
        get
        {
            lock (_gate) return _connections.Count;
        }
    }

    private string SocketPath => Path.Combine(_folder.FullName, "s");

    /// <summary>A proxy before the engine that the tests use, which breaks one request.</summary>
    public static async Task<EngineProxy> StartAsync(Fault? fault = null) => new(await EngineAvailability.RequireAsync()) { Fault = fault };

    /// <summary>Goes away, as an engine does that is killed: the socket is gone and all connections end.</summary>
    public void Vanish()
    {
        _listener.Dispose();
        File.Delete(SocketPath);
        lock (_gate) _connections.ForEach(connection => connection.Dispose());
    }

    /// <summary>Comes back, as an engine does that was started again.</summary>
    public void Return() => (_listener, _accepting) = Listen();

    /// <summary>Notes that the engine has answered the broken request.</summary>
    public void NoteAnswer() => _answered.TrySetResult();

    /// <summary>Counts bytes of an answer.</summary>
    public void NoteAnswered(int bytes) => Interlocked.Add(ref _bytesAnswered, bytes);

    /// <summary>Counts a request.</summary>
    /// <returns>How to break it; null for not at all.</returns>
    public Fault? Note(HttpHead request)
    {
        lock (_gate)
        {
            if (request.Start[1].EndsWith("/_ping", StringComparison.Ordinal))
            {
                Pings++;
                return null;
            }

            _requests.Add($"{request.Start[0]} {request.Start[1]}");
            if (_requests.Count != Fault?.Request) return null;
            IsFaultHit = true;
            WhenFaultHits?.Invoke();
            return Fault;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Vanish();
        await _accepting;
        await Task.WhenAll(_running);
        _stop.Dispose();
        _folder.Delete(recursive: true);
    }

    private (Socket Listener, Task Accepting) Listen()
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        listener.Listen();
        return (listener, AcceptAsync(listener));
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (!_stop.IsCancellationRequested)
        {
            Socket client;
            try
            {
                client = await listener.AcceptAsync(_stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                // Nobody listens any more.
                return;
            }

            _running.Add(ServeAsync(client));
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var connection = new ProxyConnection(this, client, await DialAsync());
        lock (_gate) _connections.Add(connection);
        try
        {
            await connection.ServeAsync(_stop.Token);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException or EndOfStreamException)
        {
            // One of the sides has gone. That is what connections do here.
        }
    }

    private async Task<Socket> DialAsync()
    {
        var address = new Uri(_engine);
        if (address.Scheme == "unix")
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Uri.UnescapeDataString(address.AbsolutePath)), _stop.Token);
            return socket;
        }

        var tcp = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await tcp.ConnectAsync(address.DnsSafeHost, address.Port, _stop.Token);
        return tcp;
    }
}
