using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace ContainerKit.Protocol.Tests.Support;

/// <summary>
/// An engine with scripted responses: a small HTTP/1.1 server on a Unix socket, or on loopback TCP with TLS. It keeps connections
/// alive, upgrades them if the script does, and records every request.
/// </summary>
internal sealed class ScriptedEngine : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<ScriptedRequest> _requests = [];
    private readonly ConcurrentStack<(string Pattern, Func<Exchange, Task> Handler)> _script = [];
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Socket _listener;
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly string? _folder;
    private readonly Task _accepting;

    private ScriptedEngine(Socket listener, Uri endpoint, SslServerAuthenticationOptions? tls, string? folder)
    {
        (_listener, Endpoint, _tls, _folder) = (listener, endpoint, tls, folder);
        On("GET /_ping", exchange => exchange.RespondAsync(200, "text/plain", "OK"u8.ToArray(), "API-Version: 1.41\r\n"));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public Uri Endpoint { get; }

    /// <summary>The requests so far, without pings.</summary>
    public IReadOnlyList<ScriptedRequest> Requests => [.. _requests.Where(request => request.Path != "/_ping")];

    /// <summary>The number of accepted connections.</summary>
    public int Connections => _connections.Count;

    public static ScriptedEngine Start()
    {
        // The path of a Unix socket has a limit of about 100 characters.
        var folder = Directory.CreateTempSubdirectory("ck-").FullName;
        var path = Path.Combine(folder, "s");
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        return new ScriptedEngine(listener, new Uri("unix://" + path), tls: null, folder);
    }

    public static ScriptedEngine StartTls(SslServerAuthenticationOptions tls)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return new ScriptedEngine(listener, new Uri($"tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}"), tls, folder: null);
    }

    /// <summary>Sets the handler for requests with this method and path. The handler that was set last takes precedence.</summary>
    /// <param name="pattern">The method and path, with at most one <c>*</c> for one or more characters.</param>
    /// <param name="handler">Writes the response.</param>
    public ScriptedEngine On(string pattern, Func<Exchange, Task> handler)
    {
        _script.Push((pattern, handler));
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync(_stop.Token);
                _connections.Add(ServeAsync(new NetworkStream(socket, ownsSocket: true)));
            }
        }
        catch (Exception e) when (_stop.IsCancellationRequested
            && e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over. Cancellation and disposal of the listener race, so each of these exceptions is possible.
        }
    }

    private async Task ServeAsync(Stream connection)
    {
        try
        {
            await using var stream = await SecureAsync(connection);
            while (await ScriptedRequest.ReadAsync(stream, _stop.Token) is { } request)
            {
                _requests.Enqueue(request);
                var exchange = new Exchange(request, stream, _stop.Token);
                await FindHandler(request)(exchange);
                if (exchange.IsLast) break;
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The client may close the connection at any point or fail the handshake; the test asserts the outcome.
        }
    }

    private async Task<Stream> SecureAsync(Stream connection)
    {
        if (_tls is null) return connection;
        var stream = new SslStream(connection);
        try
        {
            await stream.AuthenticateAsServerAsync(_tls, _stop.Token);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private Func<Exchange, Task> FindHandler(ScriptedRequest request)
    {
        foreach (var (pattern, handler) in _script)
        {
            if (Matches(pattern, request.ToString())) return handler;
        }

        return exchange => exchange.ErrorAsync(501, $"nothing is scripted for {request}");
    }

    private static bool Matches(string pattern, string text) => pattern.Split('*') switch
    {
        [var whole] => text == whole,
        [var before, var after] => text.Length > before.Length + after.Length
            && text.StartsWith(before, StringComparison.Ordinal) && text.EndsWith(after, StringComparison.Ordinal),
        _ => throw new ArgumentException("A pattern has at most one star.", nameof(pattern)),
    };
}
