using System.Buffers;

namespace ContainerKit.Http;

/// <summary>Reads bodies of responses up to a limit: a body may be endless.</summary>
internal static class BoundedBody
{
    private const int MinimumLength = 8 * 1024;
    private const int MaximumInitialLength = 1024 * 1024;

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
            throw CreateTooLongException(limit, e);
        }
    }

    /// <summary>Reads a body into pooled memory. The caller disposes it.</summary>
    /// <exception cref="InvalidDataException">The body has more bytes than the limit.</exception>
    public static async ValueTask<PooledBody> ReadAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        var length = content.Headers.ContentLength ?? 0;
        if (length > limit) throw CreateTooLongException(limit, inner: null);
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        // One byte more, so that the end of the body is read without a larger buffer.
        var body = new PooledBody((int)Math.Clamp(length, MinimumLength, MaximumInitialLength) + 1);
        try
        {
            int read;
            while ((read = await stream.ReadAsync(body.Free, cancellationToken).ConfigureAwait(false)) > 0)
            {
                body.Add(read);
                if (body.Length > limit) throw CreateTooLongException(limit, inner: null);
            }

            return body;
        }
        catch
        {
            body.Dispose();
            throw;
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

    private static InvalidDataException CreateTooLongException(int limit, Exception? inner) => new(
        $"its response has more than {limit / (1024 * 1024)} MiB, the limit for a JSON document; "
        + "if it is a list, request fewer items with a filter", inner);
}
