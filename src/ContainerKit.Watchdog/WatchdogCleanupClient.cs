using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using ContainerKit.Cleanup;
using ContainerKit.Discovery;
using ContainerKit.Http;
using ContainerKit.Json;
using ContainerKit.Timing;

namespace ContainerKit.Sessions;

/// <summary>A client with pooled connections that needs the .NET runtime only.</summary>
internal sealed class WatchdogCleanupClient(EngineEndpoint endpoint, Version apiVersion) : ICleanupClient, IDisposable
{
    private readonly HttpMessageInvoker _pool = ConnectionPool.OpenPool(endpoint);

    /// <inheritdoc/>
    public async Task<JsonElement> SendAsync(CleanupRequest request, CancellationToken cancellationToken)
    {
        using var deadline = Deadline.Start(request.Timeout, TimeProvider.System, cancellationToken);
        try
        {
            var uri = $"http://docker/{endpoint.BasePath}v{apiVersion}/{request.Path}{request.Query}";
            using var message = new HttpRequestMessage(request.Method, uri);
            using var response = await _pool.SendAsync(message, deadline.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsStringAsync(deadline.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode) throw new CleanupRequestException(response.StatusCode, EngineErrorMessage.Read(body));
            if (body.Length == 0) return default;
            using var json = JsonDocument.Parse(body);
            return json.RootElement.Clone();
        }
        catch (OperationCanceledException e)
        {
            throw new CleanupRequestException(null, CleanupRequestException.NoResponse, e);
        }
        catch (JsonException e)
        {
            throw new CleanupRequestException(null, "the response of the engine is incomplete or not valid JSON", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or AuthenticationException)
        {
            throw new CleanupRequestException(null, ConnectionPool.GetFailureReason(e, endpoint), e);
        }
    }

    public void Dispose() => _pool.Dispose();
}
