using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerKit.Diagnostics;
using ContainerKit.Json;
using Docker.DotNet;
using Microsoft.Extensions.Logging;

namespace ContainerKit.Http;

/// <summary>
/// The seam to the engine: every request of the library goes through one of these methods, which bound it in time and turn what can go
/// wrong into the library's own errors. <c>doing</c> completes the sentence "Could not ...".
/// </summary>
// Its clients hold nothing but the transport, which is somebody else's, and are used to the last.
#pragma warning disable CA1001
internal sealed class EngineClient(DockerEngineOptions options, EngineTransport transport, ILogger logger)
#pragma warning restore CA1001
{
    private readonly HttpClient _http = new(transport, disposeHandler: false)
    {
        BaseAddress = new Uri(EngineTransport.BaseAddress),
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public DockerClient Client { get; } = new DockerClientBuilder()
        .WithEndpoint(new Uri(EngineTransport.BaseAddress))
        .WithTimeout(Timeout.InfiniteTimeSpan)
        .WithTransportOptions(new EngineTransportFactory(transport), new EngineTransportFactory.Unused())
        .Build();

    /// <summary>An ordinary request through the typed client, answered within the request timeout.</summary>
    public Task<T> SendAsync<T>(string doing, Func<IDockerClient, CancellationToken, Task<T>> request, CancellationToken cancellationToken) =>
        ExecuteAsync(doing, token => request(Client, token), options.RequestTimeout, cancellationToken);

    /// <inheritdoc cref="SendAsync{T}(string, Func{IDockerClient, CancellationToken, Task{T}}, CancellationToken)"/>
    public Task SendAsync(string doing, Func<IDockerClient, CancellationToken, Task> request, CancellationToken cancellationToken) =>
        SendAsync(doing, async (client, token) =>
        {
            await request(client, token).ConfigureAwait(false);
            return true;
        }, cancellationToken);

    /// <param name="beside">Members for the request's body that the client's types have no room for; null for none.</param>
    /// <inheritdoc cref="SendAsync{T}(string, Func{IDockerClient, CancellationToken, Task{T}}, CancellationToken)"/>
    public Task<T> SendAsync<T>(string doing, Func<IDockerClient, CancellationToken, Task<T>> request, JsonObject? beside, CancellationToken cancellationToken) =>
        SendAsync(doing, (client, token) =>
        {
            transport.AdditionalBodyMembers.Value = beside;
            return request(client, token);
        }, cancellationToken);

    /// <summary>A request whose JSON answer is read tolerantly, by name, instead of into the client's models.</summary>
    /// <param name="limit">How long the engine may take; infinite for what it does for as long as it takes, such as a commit.</param>
    public Task<JsonElement> SendJsonAsync(
        string doing, HttpMethod method, string path, HttpContent? body, TimeSpan limit, CancellationToken cancellationToken) =>
        ExecuteAsync(doing, async token =>
        {
            using var response = await SendCheckedAsync(doing, method, path, body, null, token).ConfigureAwait(false);
            var bytes = await response.Content.ReadAsByteArrayAsync(token).ConfigureAwait(false);
            if (bytes.Length == 0) return default;
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.Clone();
        }, limit, cancellationToken);

    /// <summary>Inspects something, with the request timeout.</summary>
    public Task<JsonElement> GetJsonAsync(string doing, string path, CancellationToken cancellationToken) =>
        SendJsonAsync(doing, HttpMethod.Get, path, null, options.RequestTimeout, cancellationToken);

    /// <summary>A request whose answer is a stream. The caller disposes the response, and reads it through <see cref="ExecuteAsync{T}"/>.</summary>
    /// <param name="limit">How long the head of the answer may take.</param>
    public Task<HttpResponseMessage> OpenAsync(
        string doing, HttpMethod method, string path, HttpContent? body, string? registryAuth, TimeSpan limit, CancellationToken cancellationToken) =>
        ExecuteAsync(doing, token => SendCheckedAsync(doing, method, path, body, registryAuth, token), limit, cancellationToken);

    /// <summary>A request whose answer is read as a stream that owns its connection. What goes wrong while reading is one of the library's errors.</summary>
    /// <param name="response">The answer; the stream disposes it.</param>
    public async Task<EngineStream> ReadAsync(string doing, HttpResponseMessage response, CancellationToken cancellationToken) =>
        new EngineStream(this, doing, response, await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>A request after which the connection is the stream. The caller disposes it.</summary>
    public Task<HijackedStream> HijackAsync(string doing, string path, HttpContent? body, CancellationToken cancellationToken) =>
        ExecuteAsync(doing, async token =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
            request.Headers.Upgrade.ParseAdd("tcp");
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token).ConfigureAwait(false);
            if (response.Content is HijackedContent hijacked) return hijacked.Stream;
            using (response) throw await ReadApiExceptionAsync(doing, response, token).ConfigureAwait(false);
        }, options.RequestTimeout, cancellationToken);

    /// <summary>Runs something that talks to the engine: bounded, and with the library's errors.</summary>
    /// <exception cref="OperationCanceledException">With the caller's token, and only when that was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The engine has been disposed, or was in the middle of this.</exception>
    public async Task<T> ExecuteAsync<T>(string doing, Func<CancellationToken, Task<T>> work, TimeSpan limit, CancellationToken cancellationToken)
    {
        var closing = LateRequests.AreAllowed ? CancellationToken.None : transport.Closing;
        if (closing.IsCancellationRequested) transport.ThrowIfClosed();
        cancellationToken.ThrowIfCancellationRequested();
        using var timeout = new CancellationTokenSource(limit, options.TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token, closing);
        try
        {
            return await work(both.Token).ConfigureAwait(false);
        }
        catch (UserCallbackException e)
        {
            ExceptionDispatchInfo.Throw(e.Thrown);
            throw;
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested && e is not ContainerKitException)
        {
            throw new OperationCanceledException($"Cancelled while about to {doing}.", e, cancellationToken);
        }
        catch (Exception e) when (closing.IsCancellationRequested && e is not ContainerKitException)
        {
            throw new ObjectDisposedException($"Could not {doing}: its DockerEngine was disposed meanwhile. Dispose it last.", e);
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested)
        {
            throw ToUnavailableException(doing, $"it did not answer within {limit.TotalSeconds:0.###} s", e);
        }
        catch (DockerApiException e)
        {
            throw ToApiException(doing, e.StatusCode, e.ResponseBody ?? "", e);
        }
        catch (JsonException e)
        {
            throw ToUnavailableException(doing, "its answer broke off or is not JSON", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or AuthenticationException or ObjectDisposedException)
        {
            throw ToUnavailableException(doing, transport.Endpoint is { } endpoint ? ConnectionPool.Reason(e, endpoint) : e.Message, e);
        }
    }

    /// <summary>Reads a stream to its end, for as long as it takes.</summary>
    public Task ReadToEndAsync(string doing, Func<CancellationToken, Task> read, CancellationToken cancellationToken) =>
        ExecuteAsync(doing, async token =>
        {
            await read(token).ConfigureAwait(false);
            return true;
        }, Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>The engine ended what has no end of its own.</summary>
    public EngineUnavailableException StreamEnded(string doing) => ToUnavailableException(doing, "it ended the stream, as an engine does that stops", null);

    private async Task<HttpResponseMessage> SendCheckedAsync(
        string doing, HttpMethod method, string path, HttpContent? body, string? registryAuth, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        if (registryAuth is not null) request.Headers.Add("X-Registry-Auth", registryAuth);
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified) return response;
        using (response) throw await ReadApiExceptionAsync(doing, response, cancellationToken).ConfigureAwait(false);
    }

    private async Task<EngineApiException> ReadApiExceptionAsync(string doing, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        return ToApiException(doing, response.StatusCode, body, null);
    }

    private EngineApiException ToApiException(string doing, HttpStatusCode status, string body, Exception? inner)
    {
        var message = GetErrorMessage(body);
        Log.RequestFailed(logger, doing, (int)status, message);
        return new EngineApiException(doing, status, message, inner);
    }

    private EngineUnavailableException ToUnavailableException(string doing, string reason, Exception? inner)
    {
        var attempt = new EndpointAttempt(transport.Endpoint?.ToString() ?? "the engine", transport.Endpoint?.Source ?? "not yet connected", reason);
        return new EngineUnavailableException($"Could not {doing}: the engine at {attempt.Endpoint} failed: {reason}.", [attempt], inner);
    }

    // Errors come as {"message":"..."}, from Podman's pushes in the shape of a progress stream; what comes from a proxy in between may be any text.
    private static string GetErrorMessage(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            string[] told = [json.RootElement.GetStringOrEmpty("message"), json.RootElement.GetPropertyOrDefault("errorDetail").GetStringOrEmpty("message"), json.RootElement.GetStringOrEmpty("error")];
            if (told.FirstOrDefault(text => text.Length > 0) is { } message) return message;
        }
        catch (JsonException)
        {
            // Not JSON: the text itself is the message.
        }

        return body.Trim();
    }
}
