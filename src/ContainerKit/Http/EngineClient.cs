using System.Net;
using System.Text.Json;
using ContainerKit.Discovery;
using ContainerKit.Json;
using ContainerKit.Timing;
using Docker.DotNet;
using Microsoft.Extensions.Logging;

namespace ContainerKit.Http;

/// <summary>
/// Sends every request of the library, each with a timeout. <see cref="EngineFailures"/> translates all failures into
/// the exceptions of the library. Operations take this client, not <see cref="DockerEngine"/>.
/// </summary>
// The HttpMessageInvoker does not own the transport, so it needs no disposal.
#pragma warning disable CA1001
internal sealed class EngineClient
#pragma warning restore CA1001
{
    private const string NoUpgradeHint =
        " The engine did not upgrade the connection to a raw stream. A proxy may have removed the header Upgrade of the request: "
        + "allow upgrades of connections there, or connect to the engine's socket directly.";

    private readonly EngineTransport _transport;
    private readonly HttpMessageInvoker _http;
    private readonly EngineFailures _failures;
    private readonly bool _isForCleanup;
    private DockerClient? _dockerDotNet;

    /// <summary>Creates the client of an engine object.</summary>
    public EngineClient(DockerEngineOptions options, EngineTransport transport, ILogger logger)
    {
        Options = options;
        Logger = logger;
        _transport = transport;
        _http = new HttpMessageInvoker(transport, disposeHandler: false);
        _failures = new EngineFailures(options, transport, logger);
        ForCleanup = new EngineClient(this);
    }

    private EngineClient(EngineClient client)
    {
        Options = client.Options;
        Logger = client.Logger;
        _transport = client._transport;
        _http = client._http;
        _failures = client._failures;
        _isForCleanup = true;
        ForCleanup = this;
    }

    /// <summary>The options of the engine.</summary>
    public DockerEngineOptions Options { get; }

    /// <summary>The logger of the engine.</summary>
    public ILogger Logger { get; }

    /// <summary>The raw client over the same connections.</summary>
    // Many programs need it late or never, and loading it takes 4 % of the time until the first response.
    public DockerClient DockerDotNet => LazyInitializer.EnsureInitialized(ref _dockerDotNet, () => new DockerClientBuilder()
        .WithEndpoint(new Uri(EngineTransport.BaseAddress))
        .WithTimeout(Timeout.InfiniteTimeSpan)
        .WithTransportOptions(new EngineTransportFactory(_transport), new EngineTransportFactory.Unused())
        .Build());

    /// <summary>
    /// The same client for requests that remove resources or stop processes. They are sent even after the engine object
    /// was disposed: a caller does not always control the order of disposal, and no resource may remain because of it.
    /// </summary>
    public EngineClient ForCleanup { get; }

    /// <summary>The create requests that have no response yet.</summary>
    public PendingCreateRequests PendingCreates => _transport.PendingCreates;

    /// <summary>
    /// The behavior of the engine that differs from Docker; that of Docker before the first request. A container, image, network or volume
    /// that is known has had a request.
    /// </summary>
    public EngineQuirks Quirks => _transport.Quirks;

    /// <summary>Throws if the engine object has been disposed.</summary>
    /// <exception cref="ObjectDisposedException">The engine object has been disposed.</exception>
    public void ThrowIfDisposed() => _transport.ThrowIfClosed();

    /// <summary>Finds the engine, and returns the API version that requests use.</summary>
    public async ValueTask<Version> GetApiVersionAsync(CancellationToken cancellationToken) =>
        (await _transport.ConnectAsync(cancellationToken).ConfigureAwait(false)).ApiVersion;

    /// <summary>Finds the engine, and returns its behavior that differs from Docker.</summary>
    public async ValueTask<EngineQuirks> GetQuirksAsync(CancellationToken cancellationToken) =>
        (await _transport.ConnectAsync(cancellationToken).ConfigureAwait(false)).Quirks;

    /// <summary>Finds the engine, and returns its endpoint.</summary>
    public async ValueTask<EngineEndpoint> GetEndpointAsync(CancellationToken cancellationToken) =>
        (await _transport.ConnectAsync(cancellationToken).ConfigureAwait(false)).Endpoint;

    /// <summary>Sends a request. The body of the response is not read as JSON.</summary>
    public Task SendAsync(EngineRequest request, CancellationToken cancellationToken) =>
        ExecuteAsync(request, static async (response, token) =>
        {
            using (response)
            {
                // Read to the end in any case: otherwise the connection cannot be reused.
                await response.Content.CopyToAsync(Stream.Null, token).ConfigureAwait(false);
                return true;
            }
        }, cancellationToken);

    /// <summary>Sends a request, and returns the JSON of the response; <c>default</c> if it is empty.</summary>
    public Task<JsonElement> SendJsonAsync(EngineRequest request, CancellationToken cancellationToken) =>
        SendJsonAsync(request, static json => json.ValueKind == JsonValueKind.Undefined ? default : json.Clone(), cancellationToken);

    /// <summary>Sends a request, and reads the JSON of the response without copying it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads the JSON, which is valid only until it returns; <c>default</c> if the response is empty.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<T> SendJsonAsync<T>(EngineRequest request, Func<JsonElement, T> read, CancellationToken cancellationToken) =>
        ExecuteAsync(request, async (response, token) =>
        {
            using (response)
            {
                using var body = await BoundedBody.ReadAsync(response.Content, ResponseLimits.Document, token).ConfigureAwait(false);
                if (body.Bytes.Span.Trim("\r\n\t "u8).IsEmpty) return read(default);
                using var document = JsonText.ParseDocument(body.Bytes);
                return read(document.RootElement);
            }
        }, cancellationToken);

    /// <summary>Sends a GET request with the request timeout, and returns the JSON of the response.</summary>
    public Task<JsonElement> GetJsonAsync(string operation, string path, CancellationToken cancellationToken) =>
        SendJsonAsync(EngineRequest.Get(path, operation), cancellationToken);

    /// <summary>
    /// Sends a request, and returns when the headers of the response have arrived. The caller disposes the response.
    /// </summary>
    public Task<HttpResponseMessage> OpenAsync(EngineRequest request, CancellationToken cancellationToken) =>
        ExecuteAsync(request, static (response, _) => Task.FromResult(response), cancellationToken);

    /// <summary>
    /// Returns the content of a response as a stream. The stream owns the connection, and throws the library's
    /// exceptions.
    /// </summary>
    /// <param name="operation">Completes the sentence "Could not ...".</param>
    /// <param name="response">The response; the stream disposes it.</param>
    /// <param name="cancellationToken">Cancels opening the stream.</param>
    public Task<EngineStream> ReadAsync(string operation, HttpResponseMessage response, CancellationToken cancellationToken) =>
        ReadAsync(EngineRequest.Get("", operation), response, cancellationToken);

    /// <inheritdoc cref="ReadAsync(string, HttpResponseMessage, CancellationToken)"/>
    /// <param name="request">The request: its operation and its secrets are used for failures.</param>
    /// <param name="response">The response; the stream disposes it.</param>
    /// <param name="cancellationToken">Cancels opening the stream.</param>
    public async Task<EngineStream> ReadAsync(EngineRequest request, HttpResponseMessage response, CancellationToken cancellationToken) =>
        new EngineStream(this, request, response, await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Sends a request after which the connection is a raw stream. The caller disposes it.</summary>
    public Task<HijackedStream> HijackAsync(EngineRequest request, CancellationToken cancellationToken) =>
        ExecuteAsync(request, async (response, token) =>
        {
            if (response.Content is HijackedContent hijacked)
            {
                hijacked.Stream.CreateInputException = reason => _failures.ToUnavailableException(request, reason, null);
                return hijacked.Stream;
            }

            using (response) throw await _failures.ReadAsync(request, response, token, NoUpgradeHint).ConfigureAwait(false);
        }, cancellationToken, isUpgrade: true);

    /// <summary>
    /// Sends a request that Docker.DotNet builds, as the <c>Customize</c> hooks of the specs require.
    /// </summary>
    /// <param name="request">The description of the request. Its body is the typed client's.</param>
    /// <param name="send">Calls the typed client.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<T> SendTypedAsync<T>(
        EngineRequest request, Func<IDockerClient, CancellationToken, Task<T>> send, CancellationToken cancellationToken)
    {
        request = Prepare(request);
        return GuardAsync(request, token =>
        {
            _transport.TypedRequest.Value = request;
            return send(DockerDotNet, token);
        }, cancellationToken);
    }

    /// <summary>
    /// Runs work that reads a response, such as a stream, and translates its failures. Exceptions that a malformed response causes
    /// in the work are failures of the engine.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller's token was canceled; the exception carries that
    /// token.</exception>
    /// <exception cref="ObjectDisposedException">The engine object was disposed before or during the work.</exception>
    public Task<T> ExecuteAsync<T>(
        string operation, Func<CancellationToken, Task<T>> work, TimeSpan timeout, CancellationToken cancellationToken) =>
        GuardAsync(Prepare(EngineRequest.Get("", operation) with { Timeout = timeout }), work, cancellationToken, isReading: true);

    /// <summary>Runs work that sends a request and reads its response, without a time limit, and translates its failures.</summary>
    /// <param name="request">The request: its operation and its secrets are used for failures.</param>
    /// <param name="work">Sends the request and reads the response.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public Task<T> ExecuteAsync<T>(EngineRequest request, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        GuardAsync(Prepare(request with { Timeout = Timeout.InfiniteTimeSpan }), work, cancellationToken, isReading: true);

    /// <summary>Reads a stream to its end, without a time limit.</summary>
    public Task ReadToEndAsync(string operation, Func<CancellationToken, Task> read, CancellationToken cancellationToken) =>
        ReadToEndAsync(EngineRequest.Get("", operation), read, cancellationToken);

    /// <summary>Reads the response to a request to its end, without a time limit.</summary>
    /// <param name="request">The request: its operation and its secrets are used for failures.</param>
    /// <param name="read">Reads the response.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    public Task ReadToEndAsync(EngineRequest request, Func<CancellationToken, Task> read, CancellationToken cancellationToken) =>
        ExecuteAsync(request, async token =>
        {
            await read(token).ConfigureAwait(false);
            return true;
        }, cancellationToken);

    /// <summary>
    /// Starts reading the response to a request in pieces, without a time limit. The guard's token cancels each read, and its
    /// method translates the failures.
    /// </summary>
    /// <param name="request">The request: its operation and its secrets are used for failures.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <exception cref="ObjectDisposedException">The engine object has been disposed.</exception>
    public ResponseGuard StartReading(EngineRequest request, CancellationToken cancellationToken)
    {
        request = Prepare(request with { Timeout = Timeout.InfiniteTimeSpan });
        var deadline = StartDeadline(request, cancellationToken);
        return new ResponseGuard(
            deadline,
            e => _failures.Translate(IsInvalidResponse(e) ? CreateInvalidResponseException(e) : e, request, deadline, cancellationToken));
    }

    /// <summary>Returns the exception for a stream that the engine ended although it should continue.</summary>
    public EngineUnavailableException StreamEnded(string operation) => _failures.ToUnavailableException(
        EngineRequest.Get("", operation), "it ended the stream, which usually means that it is stopping", null);

    /// <summary>Returns the exception for a response that does not have what every engine sends.</summary>
    /// <param name="operation">Completes the sentence "Could not ...".</param>
    /// <param name="reason">The reason, such as <c>its response has no id</c>.</param>
    public EngineUnavailableException InvalidResponse(string operation, string reason) =>
        InvalidResponse(EngineRequest.Get("", operation), reason);

    /// <inheritdoc cref="InvalidResponse(string, string)"/>
    /// <param name="request">The request: its operation and its secrets are used for the message.</param>
    /// <param name="reason">The reason, such as <c>its response has no id</c>.</param>
    public EngineUnavailableException InvalidResponse(EngineRequest request, string reason) =>
        _failures.ToUnavailableException(request, reason, null);

    /// <summary>Returns the endpoint of the engine, or a note that no connection was made yet.</summary>
    public override string ToString() => _transport.Endpoint?.ToString() ?? "engine (not connected yet)";

    private async Task<T> ExecuteAsync<T>(
        EngineRequest request,
        Func<HttpResponseMessage, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken,
        bool isUpgrade = false)
    {
        request = Prepare(request);
        using var deadline = StartDeadline(request, cancellationToken);
        try
        {
            using var message = request.ToHttpMessage();
            if (isUpgrade) message.Headers.Upgrade.ParseAdd(request.UpgradeProtocol);
            var response = await _http.SendAsync(message, deadline.Token).ConfigureAwait(false);
            if (IsSuccess(response))
            {
                try
                {
                    return await read(response, deadline.Token).ConfigureAwait(false);
                }
                catch (Exception e) when (IsInvalidResponse(e))
                {
                    throw CreateInvalidResponseException(e);
                }
            }

            using (response) throw await _failures.ReadAsync(request, response, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            throw _failures.Translate(e, request, deadline, cancellationToken);
        }
    }

    private async Task<T> GuardAsync<T>(
        EngineRequest request, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken, bool isReading = false)
    {
        using var deadline = StartDeadline(request, cancellationToken);
        try
        {
            return await (isReading ? RunReadAsync(work, deadline.Token) : work(deadline.Token)).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            throw _failures.Translate(e, request, deadline, cancellationToken);
        }
    }

    // A response with wrong types, or with numbers and dates out of range, makes the code that reads it throw one of these.
    private static async Task<T> RunReadAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await read(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsInvalidResponse(e))
        {
            throw CreateInvalidResponseException(e);
        }
    }

    private static bool IsInvalidResponse(Exception e) => e is InvalidOperationException and not ObjectDisposedException
        or ArgumentException or FormatException or ArithmeticException or NotSupportedException;

    private static InvalidDataException CreateInvalidResponseException(Exception e) =>
        new("its response is invalid: " + e.Message.TrimEnd('.'), e);

    private static bool IsSuccess(HttpResponseMessage response) =>
        response.IsSuccessStatusCode || response.StatusCode is HttpStatusCode.NotModified or HttpStatusCode.SwitchingProtocols;

    private EngineRequest Prepare(EngineRequest request) =>
        _isForCleanup ? request with { IsAllowedAfterDispose = true } : request;

    private Deadline StartDeadline(EngineRequest request, CancellationToken cancellationToken)
    {
        var closing = request.IsAllowedAfterDispose ? CancellationToken.None : _transport.Closing;
        if (closing.IsCancellationRequested) _transport.ThrowIfClosed();
        cancellationToken.ThrowIfCancellationRequested();
        return Deadline.Start(request.Timeout ?? Options.RequestTimeout, Options.TimeProvider, cancellationToken, closing);
    }
}
