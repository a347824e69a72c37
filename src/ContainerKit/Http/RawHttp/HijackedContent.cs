using System.Net;

namespace ContainerKit.Http;

/// <summary>The connection that came out of a hijack.</summary>
internal sealed class HijackedContent(HijackedStream stream) : HttpContent
{
    public HijackedStream Stream => stream;

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(stream);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        throw new NotSupportedException("A hijacked connection is read as a stream.");

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
