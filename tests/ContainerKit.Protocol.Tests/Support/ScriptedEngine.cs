using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace ContainerKit.Protocol.Tests.Support;

/// <summary>
/// An engine that says what a test tells it to: a small HTTP/1.1 server on a unix socket, or on loopback TCP with TLS. It keeps
/// connections alive, hands them over when asked to, and remembers every request.
/// </summary>
internal sealed class ScriptedEngine : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<ScriptedRequest> _requests = [];
    private readonly ConcurrentStack<(string Pattern, Func<Exchange, Task> Answer)> _script = [];
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Socket _listener;
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly string? _folder;
    private readonly Task _accepting;

    private ScriptedEngine(Socket listener, Uri endpoint, SslServerAuthenticationOptions? tls, string? folder)
    {
        (_listener, Endpoint, _tls, _folder) = (listener, endpoint, tls, folder);
        On("GET /_ping", exchange => exchange.AnswerAsync(200, "text/plain", "OK"u8.ToArray(), "API-Version: 1.41\r\n"));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public Uri Endpoint { get; }

    /// <summary>What was asked so far, the ping left out.</summary>
    public IReadOnlyList<ScriptedRequest> Requests => [.. _requests.Where(request => request.Path != "/_ping")];

    /// <summary>How many connections have come in.</summary>
    public int Connections => _connections.Count;

    public static ScriptedEngine Start()
    {
        // The name of a unix socket has about a hundred characters at most.
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

    /// <summary>Answers requests of this method and path, where <c>*</c> stands for one or more parts. What was said last goes first.</summary>
    public ScriptedEngine On(string pattern, Func<Exchange, Task> answer)
    {
        _script.Push((pattern, answer));
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
        catch (Exception e) when (_stop.IsCancellationRequested && e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over; which of these says so is a race between the token and the listener's end.
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
                await Answer(request)(exchange);
                if (exchange.IsLast) break;
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The library may leave in the middle of anything, or never get through the handshake; what it makes of it is the test's.
        }
    }

    private async Task<Stream> SecureAsync(Stream connection)
    {
        if (_tls is null) return connection;
        var secure = new SslStream(connection);
        await secure.AuthenticateAsServerAsync(_tls, _stop.Token);
        return secure;
    }

    private Func<Exchange, Task> Answer(ScriptedRequest request)
    {
        foreach (var (pattern, answer) in _script)
        {
            if (Matches(pattern, request.ToString())) return answer;
        }

        return exchange => exchange.RefuseAsync(501, $"nothing is scripted for {request}");
    }

    private static bool Matches(string pattern, string text) => pattern.Split('*') switch
    {
        [var all] => text == all,
        [var before, var after] => text.Length > before.Length + after.Length
            && text.StartsWith(before, StringComparison.Ordinal) && text.EndsWith(after, StringComparison.Ordinal),
        _ => throw new ArgumentException("One star is enough.", nameof(pattern)),
    };
}
