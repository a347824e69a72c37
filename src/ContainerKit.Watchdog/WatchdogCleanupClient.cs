using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using ContainerKit.Cleanup;
using ContainerKit.Discovery;
using ContainerKit.Http;
using ContainerKit.Json;
using ContainerKit.Timing;

namespace ContainerKit.Sessions;

/// <summary>A client with pooled connections that needs the .NET runtime only.</summary>
internal sealed class WatchdogCleanupClient : ICleanupClient, IDisposable
{
    private const int MaxResponseBytes = 256 * 1024 * 1024;
    private const int MaxErrorBytes = 64 * 1024;

    private readonly EngineEndpoint _endpoint;
    private readonly Version _apiVersion;
    private readonly ConnectionOpener _opener;
    private readonly HttpMessageInvoker _pool;

    public WatchdogCleanupClient(EngineEndpoint endpoint, Version apiVersion)
    {
        _endpoint = endpoint;
        _apiVersion = apiVersion;
        _opener = new ConnectionOpener(endpoint);
        _pool = ConnectionPool.OpenPool(_opener);
    }

    /// <inheritdoc/>
    public EngineQuirks Quirks { get; private set; } = EngineQuirks.None;

    /// <inheritdoc/>
    public async Task<JsonElement> SendAsync(CleanupRequest request, CancellationToken cancellationToken)
    {
        using var deadline = Deadline.Start(request.Timeout, TimeProvider.System, cancellationToken);
        try
        {
            var uri = $"http://docker/{_endpoint.BasePath}v{_apiVersion}/{request.Path}{request.Query}";
            using var message = new HttpRequestMessage(request.Method, uri);
            _endpoint.Headers?.AddTo(message);
            using var response = await _pool.SendAsync(message, deadline.Token).ConfigureAwait(false);
            Quirks = EngineQuirks.From(response);
            if (!response.IsSuccessStatusCode)
                throw new CleanupRequestException(response.StatusCode, await ReadErrorAsync(response, deadline.Token)
                    .ConfigureAwait(false));
            await response.Content.LoadIntoBufferAsync(MaxResponseBytes, deadline.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsStringAsync(deadline.Token).ConfigureAwait(false);
            if (request.Method != HttpMethod.Get || string.IsNullOrWhiteSpace(body)) return default;
            using var json = JsonDocument.Parse(body);
            return json.RootElement.Clone();
        }
        catch (OperationCanceledException e)
        {
            throw new CleanupRequestException(null, CleanupRequestException.NoResponse, e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new CleanupRequestException(null, "the response of the engine is incomplete or not valid JSON", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or AuthenticationException)
        {
            throw new CleanupRequestException(null, ConnectionFailure.Create(e, _endpoint).Reason, e);
        }
    }

    private static async Task<string> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            var buffer = new byte[MaxErrorBytes];
            var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            return EngineErrorMessage.Read(Encoding.UTF8.GetString(buffer, 0, length));
        }
    }

    public void Dispose()
    {
        _pool.Dispose();
        _opener.Dispose();
    }
}
