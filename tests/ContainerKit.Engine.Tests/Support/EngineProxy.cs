using System.Collections.Concurrent;
using System.Net.Sockets;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>
/// Stands on a unix socket between the library and the real engine. It counts connections and requests, and can break the k-th one.
/// Pings are not counted: an engine is found once, whatever comes after.
/// </summary>
internal sealed class EngineProxy : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ck-");
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly string _engineSocket;
    private readonly Task _accepting;
    private int _count;

    private EngineProxy(string engineSocket)
    {
        _engineSocket = engineSocket;
        _listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    /// <summary>Each request so far, as method and path.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public int Connections => _connections.Count;

    /// <summary>Which request to break, from 1, and how.</summary>
    public (int Request, Fault Fault) Break { get; set; }

    /// <summary>What the two cancelling faults call.</summary>
    public Action? Cancel { get; set; }

    /// <summary>True once the fault has struck.</summary>
    public bool HasStruck { get; private set; }

    private string SocketPath => Path.Combine(_folder.FullName, "s");

    public static async Task<EngineProxy> StartAsync()
    {
        var connection = await DockerEngine.Default.ConnectAsync();
        Assert.SkipUnless(connection.Endpoint.StartsWith("unix://", StringComparison.Ordinal), $"The proxy stands before a unix socket; the engine is at {connection.Endpoint}.");
        return new EngineProxy(connection.Endpoint["unix://".Length..]);
    }

    /// <summary>A connection to the engine through this proxy, found already.</summary>
    public async Task<DockerEngine> ConnectAsync(DockerEngineOptions? options = null)
    {
        var engine = new DockerEngine((options ?? new DockerEngineOptions()) with { Endpoint = new Uri("unix://" + SocketPath) });
        await engine.ConnectAsync();
        return engine;
    }

    /// <summary>Ends every connection and takes no new ones, as an engine that is killed.</summary>
    public async Task KillAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        File.Delete(SocketPath);
        await Task.WhenAll([_accepting, .. _connections]);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Delete(recursive: true);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync(_stop.Token);
                _connections.Add(ServeAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The proxy was killed.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var engine = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using (client)
        {
            try
            {
                await engine.ConnectAsync(new UnixDomainSocketEndPoint(_engineSocket), _stop.Token);
                var (down, up) = (new HttpWire(client), new HttpWire(engine));
                while (await ExchangeAsync(down, up)) { }
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // One side is gone; so is the other now.
            }
        }
    }

    /// <returns>Whether the connection goes on.</returns>
    private async Task<bool> ExchangeAsync(HttpWire client, HttpWire engine)
    {
        if (await client.ReadHeadAsync(_stop.Token) is not { } request) return false;
        var body = await client.ReadBodyAsync(request, isResponse: false, _stop.Token);
        var fault = FaultFor(request);

        if (fault == Fault.CancelBeforeForward) Cancel!();
        if (fault == Fault.ResetBeforeForward) return false;
        if (fault == Fault.HangBeforeForward) return await client.WaitForEndAsync(_stop.Token);
        if (fault == Fault.Status500)
        {
            await client.WriteAsync("HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nContent-Length: 31\r\n\r\n{\"message\":\"broken on purpose\"}"u8.ToArray(), _stop.Token);
            return true;
        }

        await engine.WriteAsync(request.Bytes, _stop.Token);
        await engine.WriteAsync(body, _stop.Token);
        if (await engine.ReadHeadAsync(_stop.Token) is not { } response) return false;
        return response.IsUpgrade
            ? await TunnelAsync(client, engine, response, fault)
            : await AnswerAsync(client, engine, response, fault);
    }

    private async Task<bool> AnswerAsync(HttpWire client, HttpWire engine, HttpHead response, Fault fault)
    {
        if (fault == Fault.None)
        {
            // Streams are passed on while they come.
            await client.WriteAsync(response.Bytes, _stop.Token);
            await engine.CopyBodyAsync(response, client, _stop.Token);
            return true;
        }

        var body = await engine.ReadBodyAsync(response, isResponse: true, _stop.Token);
        if (fault == Fault.CancelAfterAnswer) Cancel!();
        if (fault == Fault.ResetBeforeResponse) return false;
        if (fault == Fault.HangAfterForward) return await client.WaitForEndAsync(_stop.Token);
        await client.WriteAsync(response.Bytes, _stop.Token);
        if (fault == Fault.ResetAfterHead) return false;
        await client.WriteAsync(fault == Fault.ResetInBody ? body.AsMemory(0, body.Length / 2) : body, _stop.Token);
        return fault != Fault.ResetInBody;
    }

    private async Task<bool> TunnelAsync(HttpWire client, HttpWire engine, HttpHead response, Fault fault)
    {
        if (fault == Fault.CancelAfterAnswer) Cancel!();
        if (fault == Fault.ResetBeforeResponse) return false;
        if (fault == Fault.HangAfterForward) return await client.WaitForEndAsync(_stop.Token);
        await client.WriteAsync(response.Bytes, _stop.Token);
        if (fault == Fault.ResetAfterHead) return false;
        if (fault == Fault.ResetInBody)
        {
            var piece = await engine.ReadSomeAsync(_stop.Token);
            await client.WriteAsync(piece[..(piece.Length / 2)], _stop.Token);
            return false;
        }

        await Task.WhenAll(client.PipeToAsync(engine, _stop.Token), engine.PipeToAsync(client, _stop.Token));
        return false;
    }

    private Fault FaultFor(HttpHead request)
    {
        if (request.Target.EndsWith("/_ping", StringComparison.Ordinal)) return Fault.None;
        _requests.Enqueue($"{request.Method} {request.Target}");
        if (Interlocked.Increment(ref _count) != Break.Request) return Fault.None;
        HasStruck = true;
        return Break.Fault;
    }
}
