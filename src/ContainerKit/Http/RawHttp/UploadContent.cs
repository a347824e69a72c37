using System.Net;
using System.Net.Http.Headers;

namespace ContainerKit.Http;

/// <summary>A body of unknown length that is made while it is sent. Its request goes through <see cref="Upload"/>.</summary>
internal sealed class UploadContent : HttpContent
{
    public const string Tar = "application/x-tar";

    private readonly Func<Stream, CancellationToken, Task> _write;

    /// <param name="mediaType">What it is.</param>
    /// <param name="write">Writes it, once.</param>
    public UploadContent(string mediaType, Func<Stream, CancellationToken, Task> write)
    {
        _write = write;
        Headers.ContentType = new MediaTypeHeaderValue(mediaType);
    }

    /// <summary>Sends the body in chunks.</summary>
    /// <exception cref="UserCallbackException">What is sent could not be read: that is not the engine's failure.</exception>
    /// <exception cref="IOException">The connection does not take it.</exception>
    public async Task SendAsync(Stream connection, CancellationToken cancellationToken)
    {
        using var chunks = new ChunkedWriteStream(connection);
        try
        {
            await _write(chunks, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!chunks.IsBroken && !cancellationToken.IsCancellationRequested)
        {
            throw new UserCallbackException(e);
        }

        await chunks.FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        throw new NotSupportedException("An upload is sent on a connection of its own.");

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
