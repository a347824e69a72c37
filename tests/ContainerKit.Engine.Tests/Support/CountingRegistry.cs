using System.Collections.Concurrent;
using System.Net;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>A proxy in front of a registry that records the downloaded blobs.</summary>
internal sealed class CountingRegistry : IAsyncDisposable
{
    // The engine sends a header for each type. The listener has only the last of them, which is the type of an old format, and
    // Docker 20.10 starts no container for 20 seconds while it pulls 50 manifests of that format.
    private static readonly string[] _manifestTypes =
    [
        "application/vnd.docker.distribution.manifest.v2+json", "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.oci.image.manifest.v1+json", "application/vnd.oci.image.index.v1+json",
    ];

    private readonly HttpListener _listener = new();
    private readonly HttpClient _registry = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
    private readonly ConcurrentQueue<string> _downloads = [];
    private readonly ConcurrentBag<Task> _responses = [];
    private readonly string _upstream;
    private readonly Task _serving;

    private CountingRegistry(string upstream)
    {
        (_upstream, Address) = (upstream, $"127.0.0.1:{FreePort.Find()}");
        _listener.Prefixes.Add($"http://{Address}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>The host and port with which image references start.</summary>
    public string Address { get; }

    /// <summary>The paths of the downloaded blobs in the order of their requests.</summary>
    public IReadOnlyList<string> Downloads => [.. _downloads];

    public static CountingRegistry Start(string upstream) => new(upstream);

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
        await Task.WhenAll(_responses);
        _registry.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true) _responses.Add(RespondAsync(await _listener.GetContextAsync()));
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The listener was closed.
        }
    }

    private async Task RespondAsync(HttpListenerContext context)
    {
        var (path, reply) = (context.Request.RawUrl!, context.Response);
        if (context.Request.HttpMethod == "GET" && path.Contains("/blobs/", StringComparison.Ordinal)) _downloads.Enqueue(path);
        try
        {
            using var request = new HttpRequestMessage(new HttpMethod(context.Request.HttpMethod), $"http://{_upstream}{path}");
            foreach (var accepted in _manifestTypes) request.Headers.TryAddWithoutValidation("Accept", accepted);
            using var response = await _registry.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            reply.StatusCode = (int)response.StatusCode;
            foreach (var header in response.Headers) reply.Headers[header.Key] = string.Join(", ", header.Value);
            reply.ContentType = response.Content.Headers.ContentType?.ToString();
            if (response.Content.Headers.ContentLength is { } length) reply.ContentLength64 = length;
            if (context.Request.HttpMethod != "HEAD") await response.Content.CopyToAsync(reply.OutputStream);
            reply.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The engine closed the connection. Docker 26 and later do so when another pull already loads the blob.
        }
    }
}
