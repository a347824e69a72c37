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
    public async Task<JsonElement> SendAsync(CleanupRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await _engine.SendJsonAsync(
                new EngineRequest(request.Method, request.Path, request.Operation) { Query = request.Query, Timeout = request.Timeout },
                cancellationToken).ConfigureAwait(false);
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
