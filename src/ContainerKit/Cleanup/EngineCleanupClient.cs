using System.Text.Json;
using ContainerKit.Http;

namespace ContainerKit.Cleanup;

/// <summary>
/// Sends the requests of a cleanup with the client of an engine object, even after that object was disposed. The inner
/// exception of a failure is the library's exception.
/// </summary>
internal sealed class EngineCleanupClient(EngineClient engine) : ICleanupClient
{
    private readonly EngineClient _engine = engine.ForCleanup;

    /// <inheritdoc/>
    public EngineQuirks Quirks => _engine.Quirks;

    /// <inheritdoc/>
    public async Task<JsonElement> SendAsync(CleanupRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var sent = new EngineRequest(request.Method, request.Path, request.Operation)
            {
                Query = request.Query,
                Timeout = request.Timeout,
            };
            if (request.Method == HttpMethod.Get) return await _engine.SendJsonAsync(sent, cancellationToken).ConfigureAwait(false);
            await _engine.SendAsync(sent, cancellationToken).ConfigureAwait(false);
            return default;
        }
        catch (OperationCanceledException e)
        {
            throw new CleanupRequestException(null, CleanupRequestException.NoResponse, e);
        }
        catch (EngineApiException e)
        {
            throw new CleanupRequestException(e.StatusCode, e.EngineMessage, e);
        }
        catch (EngineUnavailableException e)
        {
            throw new CleanupRequestException(null, e.Attempts is [.., var last] ? last.Reason : e.Message, e);
        }
    }
}
