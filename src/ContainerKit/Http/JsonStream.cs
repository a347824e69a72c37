using System.Runtime.CompilerServices;
using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit.Http;

/// <summary>What an engine tells object by object, for as long as somebody listens: stats and events.</summary>
internal static class JsonStream
{
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
                request.Operation, async _ => await messages.MoveNextAsync().ConfigureAwait(false), Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false))
                yield return messages.Current;
        }
    }
}
