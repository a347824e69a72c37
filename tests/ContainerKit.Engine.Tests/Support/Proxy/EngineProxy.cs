using System.Net.Sockets;

namespace ContainerKit.Engine.Tests.Support.Proxy;

/// <summary>
/// A proxy between the library and the real engine on a Unix socket. It counts requests and connections, and can break
/// one request.
/// </summary>
internal sealed class EngineProxy : IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly string _engine;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ck");
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Task> _served = [];
    private readonly List<ProxyConnection> _connections = [];
    private readonly List<string> _requests = [];
    private readonly List<string?> _registryAuths = [];
    private readonly List<HttpHead> _heads = [];
    private Socket _listener;
    private Task _accepting;
    private long _bytesAnswered;

    private EngineProxy(string engine)
    {
        _engine = engine;
        (_listener, _accepting) = Listen();
    }

    /// <summary>The options for connecting through the proxy, with a timeout that suits a busy machine.</summary>
    public DockerEngineOptions Options =>
        new() { Endpoint = new("unix://" + SocketPath), ConnectTimeout = TimeSpan.FromSeconds(20) };

    /// <summary>The fault of one request. Default: none.</summary>
    public Fault? Fault { get; init; }

    /// <summary>Indicates whether pulls are answered with an error, and not passed on to the engine.</summary>
    public bool RejectsPulls { get; init; }

    /// <summary>The callback for the arrival of each pull, which is passed on afterwards.</summary>
    public Func<Task>? BeforePull { get; set; }

    /// <summary>Indicates whether the request to break has arrived.</summary>
    public bool IsFaultHit { get; private set; }

    /// <summary>The callback for the arrival of the request to break.</summary>
    public Action? WhenFaultHits { get; set; }

    /// <summary>
    /// A task that completes when the engine has responded to the broken request, possibly long after the client lost
    /// it.
    /// </summary>
    public Task Responded => _answered.Task;

    /// <summary>The method and path of each request so far, except <c>_ping</c>, in the order of arrival.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_gate) return [.. _requests];
        }
    }

    /// <summary>The head of each request so far, also of <c>_ping</c>, in the order of arrival.</summary>
    public IReadOnlyList<HttpHead> Heads
    {
        get
        {
            lock (_gate) return [.. _heads];
        }
    }

    /// <summary>The value of the header <c>X-Registry-Auth</c> of each pull so far; null for a pull without it.</summary>
    public IReadOnlyList<string?> RegistryAuths
    {
        get
        {
            lock (_gate) return [.. _registryAuths];
        }
    }

    /// <summary>The number of <c>_ping</c> requests.</summary>
    public int Pings { get; private set; }

    /// <summary>The number of response bytes that were sent to the client, header sections included.</summary>
    public long ResponseBytes => Interlocked.Read(ref _bytesAnswered);

    /// <summary>The number of connections.</summary>
    public int Connections
    {
        get
        {
            lock (_gate) return _connections.Count;
        }
    }

    private string SocketPath => Path.Combine(_folder.FullName, "s");

    /// <summary>Starts a proxy to the engine of the tests, optionally with a fault.</summary>
    public static async Task<EngineProxy> StartAsync(Fault? fault = null, bool rejectsPulls = false) =>
        new(await EngineAvailability.RequireAsync()) { Fault = fault, RejectsPulls = rejectsPulls };

    /// <summary>Simulates an engine that is killed: removes the socket and closes all connections.</summary>
    public void StopListening()
    {
        _listener.Dispose();
        File.Delete(SocketPath);
        lock (_gate) _connections.ForEach(connection => connection.Dispose());
    }

    /// <summary>Simulates an engine that is started again.</summary>
    public void ResumeListening() => (_listener, _accepting) = Listen();

    /// <summary>Completes <see cref="Responded"/>.</summary>
    public void SetResponded() => _answered.TrySetResult();

    /// <summary>Counts bytes of a response.</summary>
    public void CountResponseBytes(int bytes) => Interlocked.Add(ref _bytesAnswered, bytes);

    /// <summary>Records a request.</summary>
    /// <returns>The fault of the request, or null.</returns>
    public Fault? RecordRequest(HttpHead request)
    {
        lock (_gate)
        {
            _heads.Add(request);
            if (request.Start[1].EndsWith("/_ping", StringComparison.Ordinal))
            {
                Pings++;
                return null;
            }

            _requests.Add($"{request.Start[0]} {request.Start[1]}");
            if (request.Start[1].Contains("/images/create", StringComparison.Ordinal))
            {
                _registryAuths.Add(request.Header("X-Registry-Auth"));
                if (RejectsPulls) return new Fault(_requests.Count, FaultKind.Status500);
                if (BeforePull is not null) return new Fault(_requests.Count, FaultKind.ActOnArrival) { Act = BeforePull };
            }

            if (_requests.Count != Fault?.Request) return null;
            IsFaultHit = true;
            WhenFaultHits?.Invoke();
            return Fault;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        StopListening();
        await _accepting;
        await Task.WhenAll(_served);
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
                // The listener was closed.
                return;
            }

            _served.Add(ServeAsync(client));
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var connection = new ProxyConnection(this, client, await ConnectAsync());
        lock (_gate) _connections.Add(connection);
        try
        {
            await connection.ServeAsync(_stop.Token);
        }
        catch (Exception e) when (
            e is SocketException or ObjectDisposedException or OperationCanceledException or EndOfStreamException)
        {
            // The client or the engine closed the connection, which is part of the tests.
        }
    }

    private async Task<Socket> ConnectAsync()
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
