using System.Net;
using System.Net.Http.Headers;

namespace ContainerKit.Http;

/// <summary>
/// A request body of unknown length that is produced while it is sent. The transport sends its request with <see
/// cref="Upload"/>.
/// </summary>
internal sealed class UploadContent : HttpContent
{
    /// <summary>The media type of a tar archive.</summary>
    public const string Tar = "application/x-tar";

    private readonly Func<Stream, CancellationToken, Task> _write;

    /// <summary>Creates a body.</summary>
    /// <param name="mediaType">The media type.</param>
    /// <param name="write">Writes the body. Called once.</param>
    public UploadContent(string mediaType, Func<Stream, CancellationToken, Task> write)
    {
        _write = write;
        Headers.ContentType = new MediaTypeHeaderValue(mediaType);
    }

    /// <summary>Sends the body in chunks.</summary>
    /// <exception cref="UserCallbackException">The source of the body failed, not the engine.</exception>
    /// <exception cref="IOException">Writing to the connection failed.</exception>
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
        throw new NotSupportedException("An upload needs a separate connection.");

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
