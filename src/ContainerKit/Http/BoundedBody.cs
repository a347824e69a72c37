using System.Buffers;

namespace ContainerKit.Http;

/// <summary>Reads bodies of responses up to a limit: a body may be endless.</summary>
internal static class BoundedBody
{
    /// <summary>Reads a body into the memory of its content.</summary>
    /// <exception cref="InvalidDataException">The body has more bytes than the limit.</exception>
    public static async Task LoadAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        try
        {
            await content.LoadIntoBufferAsync(limit, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new InvalidDataException(
                $"its response has more than {limit / (1024 * 1024)} MiB, the limit for a JSON document; "
                + "if it is a list, request fewer items with a filter", e);
        }
    }

    /// <summary>Reads the start of a body. A body that is shorter than the limit is read to its end.</summary>
    /// <returns>The bytes, and whether the body has more of them.</returns>
    public static async Task<(byte[] Bytes, bool IsTruncated)> ReadStartAsync(
        HttpContent content, int limit, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(limit + 1);
        try
        {
            var read = await stream.ReadAtLeastAsync(buffer.AsMemory(0, limit + 1), limit + 1, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            return (buffer[..Math.Min(read, limit)], read > limit);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
