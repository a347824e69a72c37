using System.Net;
using System.Text.Json.Nodes;
using ContainerKit.Discovery;
using ContainerKit.Json;
using Microsoft.Extensions.Logging;

namespace ContainerKit.Http;

/// <summary>
/// What every request goes through, ours and those of the raw client. It finds the engine at the first request, writes the
/// negotiated API version into the path, sends ordinary requests over pooled connections and gives each upgraded one, and each upload, its own.
/// </summary>
internal sealed class EngineTransport(DockerEngineOptions options, HostEnvironment host, ILogger logger) : HttpMessageHandler
{
    /// <summary>The name requests carry; the connection itself is dialled to the endpoint.</summary>
    public const string BaseAddress = "http://docker/";

    // Neither holds anything to dispose, and who is still at work has to find both.
#pragma warning disable CA2213
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private readonly CancellationTokenSource _closing = new();
#pragma warning restore CA2213
    private volatile ConnectionPool? _pool;

    /// <summary>
    /// Members to add to the JSON body of the request that is about to be sent in this flow of control: the typed client builds the request
    /// itself, and its types know the newest API alone.
    /// </summary>
    public AsyncLocal<JsonObject?> AdditionalBodyMembers { get; } = new();

    public async ValueTask<ConnectionPool> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_pool is { } ready) return ready;
        ThrowIfClosed();
        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // A failed search is not kept: the engine may be up by the next call.
            return _pool ??= await EngineConnector.ConnectAsync(options, host, logger, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <summary>The endpoint in use; null before the first request.</summary>
    public EngineEndpoint? Endpoint => _pool?.Endpoint;

    /// <summary>What is being made on the engine right now.</summary>
    public PendingCreateRequests PendingCreates { get; } = new();

    /// <summary>Fires when the engine is disposed: what is in the middle of being asked then ends, <see cref="LateRequests"/> excepted.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <exception cref="ObjectDisposedException">The engine has been disposed.</exception>
    public void ThrowIfClosed() => ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, typeof(DockerEngine));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (LateRequests.AreAllowed) return await FindAndSendAsync(request, cancellationToken).ConfigureAwait(false);
        ThrowIfClosed();
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Closing);
        return await FindAndSendAsync(request, both.Token).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> FindAndSendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var link = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        var path = request.RequestUri!.PathAndQuery;
        request.RequestUri = new Uri($"{BaseAddress}v{link.ApiVersion}{path}");
        if (AdditionalBodyMembers.Value is { } beside) request.Content = await JsonBody.AddAsync(request.Content, beside, cancellationToken).ConfigureAwait(false);
        if (!PendingCreateRequests.Concerns(request)) return await SendAsync(link, request, cancellationToken).ConfigureAwait(false);
        PendingCreates.Begin();
        var response = await SendAsync(link, request, cancellationToken).ConfigureAwait(false);
        // A gateway's failure tells nothing of the engine behind it.
        if (response.StatusCode <= HttpStatusCode.InternalServerError) PendingCreates.Answered();
        return response;
    }

    private static Task<HttpResponseMessage> SendAsync(ConnectionPool link, HttpRequestMessage request, CancellationToken cancellationToken) => request switch
    {
        { Content: UploadContent body } => Upload.SendAsync(link.Endpoint, request, body, cancellationToken),
        { Headers.Upgrade.Count: > 0 } => Hijack.SendAsync(link.Endpoint, request, cancellationToken),
        _ => link.SendAsync(request, cancellationToken),
    };

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // Not at once: whoever is freed goes on in a flow of its own.
            _ = _closing.CancelAsync();
            _pool?.Dispose();
        }

        base.Dispose(disposing);
    }
}
