namespace Docker.DotNet.Handler.Abstractions;

/// <summary>Stands in for the client package's type, which the library's connections derive from: the watchdog has no packages.</summary>
internal abstract class WriteClosableStream : Stream
{
    public abstract bool CanCloseWrite { get; }

    public abstract void CloseWrite();
}
