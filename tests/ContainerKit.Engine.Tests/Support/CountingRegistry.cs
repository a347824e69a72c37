using System.Collections.Concurrent;
using System.Net;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>Stands before a registry for pulls, and keeps which blobs were downloaded from it.</summary>
internal sealed class CountingRegistry : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly HttpClient _registry = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
    private readonly ConcurrentQueue<string> _downloads = [];
    private readonly ConcurrentBag<Task> _answering = [];
    private readonly string _behind;
    private readonly Task _serving;

    private CountingRegistry(string behind)
    {
        (_behind, Address) = (behind, $"127.0.0.1:{FreePort.Find()}");
        _listener.Prefixes.Add($"http://{Address}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Host and port, as references begin with.</summary>
    public string Address { get; }

    /// <summary>The paths of the blobs that were downloaded, in the order they were asked for.</summary>
    public IReadOnlyList<string> Downloads => [.. _downloads];

    public static CountingRegistry Start(string behind) => new(behind);

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
        await Task.WhenAll(_answering);
        _registry.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true) _answering.Add(AnswerAsync(await _listener.GetContextAsync()));
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Nobody listens any more.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var (path, answer) = (context.Request.RawUrl!, context.Response);
        if (context.Request.HttpMethod == "GET" && path.Contains("/blobs/", StringComparison.Ordinal)) _downloads.Enqueue(path);
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.HttpMethod), $"http://{_behind}{path}");
        foreach (var accepted in context.Request.Headers.GetValues("Accept") ?? []) request.Headers.TryAddWithoutValidation("Accept", accepted);
        using var response = await _registry.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.StatusCode = (int)response.StatusCode;
        foreach (var header in response.Headers) answer.Headers[header.Key] = string.Join(", ", header.Value);
        answer.ContentType = response.Content.Headers.ContentType?.ToString();
        if (response.Content.Headers.ContentLength is { } length) answer.ContentLength64 = length;
        if (context.Request.HttpMethod != "HEAD") await response.Content.CopyToAsync(answer.OutputStream);
        answer.Close();
    }
}
