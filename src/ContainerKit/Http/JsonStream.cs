using System.Runtime.CompilerServices;
using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit.Http;

/// <summary>
/// Reads streams of JSON objects that the engine sends until the caller stops reading, such as stats and events.
/// </summary>
internal static class JsonStream
{
    /// <summary>Sends a request, and returns the objects of the response as they arrive.</summary>
    /// <param name="engine">The client.</param>
    /// <param name="request">The request for the stream.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public static async IAsyncEnumerable<JsonElement> ReadAsync(
        EngineClient engine, EngineRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await engine.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var messages = JsonLines.ReadAsync(stream, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (messages.ConfigureAwait(false))
        {
            while (await engine.ExecuteAsync(
                request,
                async _ => await messages.MoveNextAsync().ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false))
                yield return messages.Current;
        }
    }
}
