using System.Net;

namespace ContainerKit.Http;

/// <summary>The content of a response whose connection became a raw stream.</summary>
internal sealed class HijackedContent(HijackedStream stream) : HttpContent
{
    /// <summary>The raw stream.</summary>
    public HijackedStream Stream => stream;

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(stream);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        throw new NotSupportedException("A hijacked connection can be read only as a stream.");

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) stream.Dispose();
        base.Dispose(disposing);
    }
}
