using System.Net;
using ContainerKit.Discovery;
using ContainerKit.Json;
using Microsoft.Extensions.Logging;

namespace ContainerKit.Http;

/// <summary>
/// The message handler of all requests, those of the library and those of Docker.DotNet. It finds the engine with the
/// first request and adds the negotiated API version to each path. Ordinary requests share pooled connections; each
/// upgraded one and each upload has a separate connection.
/// </summary>
internal sealed class EngineTransport(DockerEngineOptions options, HostEnvironment host, ILogger logger) : HttpMessageHandler
{
    /// <summary>The address that requests carry; the connection itself goes to the endpoint.</summary>
    public const string BaseAddress = "http://docker/";

    // Not disposed: pending requests use both, and neither holds an unmanaged resource.
#pragma warning disable CA2213
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private readonly CancellationTokenSource _closing = new();
#pragma warning restore CA2213
    private volatile ConnectionPool? _pool;

    /// <summary>The request that Docker.DotNet is sending in the current asynchronous flow.</summary>
    public AsyncLocal<EngineRequest?> TypedRequest { get; } = new();

    /// <summary>The type that an <see cref="ObjectDisposedException"/> names.</summary>
    public Type Owner { get; init; } = typeof(EngineTransport);

    /// <summary>The endpoint in use; null before the first request.</summary>
    public EngineEndpoint? Endpoint => _pool?.Endpoint;

    /// <summary>The behavior of the engine that differs from Docker; that of Docker before the first request.</summary>
    public EngineQuirks Quirks => _pool?.Quirks ?? EngineQuirks.None;

    /// <summary>The create requests that have no response yet.</summary>
    public PendingCreateRequests PendingCreates { get; } = new();

    /// <summary>The token that is canceled when the engine object is disposed.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <summary>Finds the engine, unless it has been found already.</summary>
    public async ValueTask<ConnectionPool> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_pool is { } ready) return ready;
        ThrowIfClosed();
        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // A failure is not cached: the engine may run by the next call.
            return _pool ??= await EngineConnector.ConnectAsync(options, host, logger, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <summary>Throws if the engine object has been disposed.</summary>
    /// <exception cref="ObjectDisposedException">The engine object has been disposed.</exception>
    public void ThrowIfClosed() =>
        ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, Owner);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var own = (message as EngineRequestMessage)?.Request;
        var request = own ?? TypedRequest.Value;
        // The library's own requests have a token that the disposal cancels. Those of Docker.DotNet need one here.
        using var closing = request is null ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Closing) : null;
        if (request is not { IsAllowedAfterDispose: true }) ThrowIfClosed();
        var token = closing?.Token ?? cancellationToken;

        var pool = await ConnectAsync(token).ConfigureAwait(false);
        message.RequestUri = new Uri(own is null
            ? $"{pool.VersionedAddress}{message.RequestUri!.PathAndQuery}"
            : $"{(own.IsUnversioned ? pool.Address : pool.VersionedAddress)}/{own.Path}{own.Query}");
        pool.Endpoint.Headers?.AddTo(message);
        if (request?.AdditionalBodyMembers is { } members)
            message.Content = await JsonBody.AddMembersAsync(message.Content, members, token).ConfigureAwait(false);

        var createsResource = request?.CreatesResource ?? PendingCreateRequests.IsCreateRequest(message);
        if (createsResource) PendingCreates.Start();
        var response = await (message switch
        {
            { Content: UploadContent body } => Upload.SendAsync(pool.Opener, message, body, token),
            { Headers.Upgrade.Count: > 0 } => Hijack.SendAsync(pool.Opener, message, request is { IsStreamed: true }, token),
            _ when request is { IsStreamed: true } => StreamedRequest.SendAsync(pool.Opener, message, token),
            _ => pool.SendAsync(message, token),
        }).ConfigureAwait(false);
        // After a gateway error (502 to 504) the engine may still be working on the request.
        if (createsResource && response.StatusCode <= HttpStatusCode.InternalServerError) PendingCreates.Complete();
        if (own is null) await LimitAsync(response, isLibraryRequest: request is not null, token).ConfigureAwait(false);
        return response;
    }

    // Docker.DotNet reads whole bodies without a limit. EngineClient limits those of the library's other requests.
    private static async Task LimitAsync(HttpResponseMessage response, bool isLibraryRequest, CancellationToken cancellationToken)
    {
        if (response.Content is HijackedContent) return;
        try
        {
            if (!response.IsSuccessStatusCode)
            {
                var (body, _) = await BoundedBody.ReadStartAsync(response.Content, ResponseLimits.Error, cancellationToken)
                    .ConfigureAwait(false);
                var limited = new ByteArrayContent(body);
                limited.Headers.ContentType = response.Content.Headers.ContentType;
                response.Content.Dispose();
                response.Content = limited;
            }
            else if (isLibraryRequest)
            {
                await BoundedBody.LoadAsync(response.Content, ResponseLimits.Document, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // Asynchronously: the continuations of canceled requests must not run inside Dispose.
            _ = _closing.CancelAsync();
            _pool?.Dispose();
        }

        base.Dispose(disposing);
    }
}
