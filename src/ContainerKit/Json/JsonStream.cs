using System.Runtime.CompilerServices;
using System.Text.Json;
using ContainerKit.Http;

namespace ContainerKit.Json;

/// <summary>What an engine tells object by object, for as long as somebody listens: stats and events.</summary>
internal static class JsonStream
{
    /// <param name="open">Asks for the stream.</param>
    public static async IAsyncEnumerable<JsonElement> ReadAsync(
        EngineClient calls, string doing, Func<Task<HttpResponseMessage>> open, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await open().ConfigureAwait(false);
        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var messages = JsonLines.ReadAsync(stream, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (messages.ConfigureAwait(false))
        {
            while (await calls.ExecuteAsync(doing, async _ => await messages.MoveNextAsync().ConfigureAwait(false), Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false))
                yield return messages.Current;
        }
    }
}
