namespace Docker.DotNet.Handler.Abstractions;

/// <summary>
/// A substitute for the type of the Docker.DotNet package that the library's connections derive from: the watchdog has
/// no packages.
/// </summary>
internal abstract class WriteClosableStream : Stream
{
    public abstract bool CanCloseWrite { get; }

    public abstract void CloseWrite();
}
