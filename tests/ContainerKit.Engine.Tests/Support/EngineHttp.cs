using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>Sends HTTP requests to the engine at DOCKER_HOST, without the library.</summary>
internal static class EngineHttp
{
    private static readonly string _host = Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } host
        ? host
        : "unix:///var/run/docker.sock";

    private static readonly HttpClient _client = new(new SocketsHttpHandler { ConnectCallback = ConnectAsync, UseProxy = false })
    {
        BaseAddress = new Uri("http://engine/"),
    };

    /// <summary>Sends a request, and returns the status and the whole response.</summary>
    public static async Task<(int Status, byte[] Body)> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var response = await _client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync());
    }

    /// <summary>Sends a JSON object, and returns the status and the response as text.</summary>
    public static async Task<(int Status, string Text)> PostAsync(string path, string json = "{}")
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        var (status, body) = await SendAsync(HttpMethod.Post, path, content);
        return (status, Encoding.UTF8.GetString(body));
    }

    /// <summary>Returns the response to a request that succeeds.</summary>
    public static async Task<JsonElement> GetAsync(string path)
    {
        var (status, body) = await SendAsync(HttpMethod.Get, path);
        status.Should().Be(200, Encoding.UTF8.GetString(body));
        using var json = JsonDocument.Parse(body);
        return json.RootElement.Clone();
    }

    /// <summary>
    /// Commits a container as another client does, and returns the id of the image. <c>docker commit</c> sends no configuration, which
    /// Podman 4 rejects.
    /// </summary>
    public static async Task<string> CommitAsync(string container, string image, string? change = null)
    {
        var changes = change is null ? "" : "&changes=" + Uri.EscapeDataString(change);
        var (status, text) = await PostAsync($"commit?container={container}&repo={image}{changes}");
        status.Should().Be(201, text);
        using var json = JsonDocument.Parse(text);
        return json.RootElement.GetProperty("Id").GetString()!;
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var isUnix = _host.StartsWith("unix://", StringComparison.Ordinal);
        var socket = isUnix
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            var uri = new Uri(_host);
            if (isUnix) await socket.ConnectAsync(new UnixDomainSocketEndPoint(_host["unix://".Length..]), cancellationToken);
            else await socket.ConnectAsync(uri.Host, uri.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
