using System.Text;
using ContainerKit.Files;

namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>Writes a text into a file of the container as UTF-8, with mode 644 and the superuser as its owner.</summary>
    /// <inheritdoc cref="WriteStreamAsync(string, Stream, long, WriteFileOptions, CancellationToken)"/>
    public Task WriteTextAsync(string path, string text, CancellationToken cancellationToken = default) =>
        WriteTextAsync(path, text, new WriteFileOptions(), cancellationToken);

    /// <summary>Writes a text into a file of the container as UTF-8.</summary>
    /// <inheritdoc cref="WriteStreamAsync(string, Stream, long, WriteFileOptions, CancellationToken)"/>
    public Task WriteTextAsync(string path, string text, WriteFileOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return WriteBytesAsync(path, Encoding.UTF8.GetBytes(text), options, cancellationToken);
    }

    /// <summary>Writes bytes into a file of the container, with mode 644 and the superuser as its owner.</summary>
    /// <inheritdoc cref="WriteStreamAsync(string, Stream, long, WriteFileOptions, CancellationToken)"/>
    public Task WriteBytesAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default) =>
        WriteBytesAsync(path, bytes, new WriteFileOptions(), cancellationToken);

    /// <summary>Writes bytes into a file of the container.</summary>
    /// <inheritdoc cref="WriteStreamAsync(string, Stream, long, WriteFileOptions, CancellationToken)"/>
    public Task WriteBytesAsync(string path, ReadOnlyMemory<byte> bytes, WriteFileOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new FileWriter(Client, ContainerPath.CheckFile(path), options).WriteAsync(bytes, cancellationToken);
    }

    /// <summary>Writes what is left of a stream that can seek into a file of the container, with mode 644 and the superuser as its owner.</summary>
    /// <exception cref="ArgumentException">The path is not absolute or names no file, or the stream cannot seek, so that its length is not known.</exception>
    /// <inheritdoc cref="WriteStreamAsync(string, Stream, long, WriteFileOptions, CancellationToken)"/>
    public Task WriteStreamAsync(string path, Stream content, CancellationToken cancellationToken = default) =>
        WriteStreamAsync(path, content, new WriteFileOptions(), cancellationToken);

    /// <summary>Writes what is left of a stream that can seek into a file of the container.</summary>
    /// <exception cref="ArgumentException">The path is not absolute or names no file, or the stream cannot seek, so that its length is not known.</exception>
    /// <inheritdoc cref="WriteStreamAsync(string, Stream, long, WriteFileOptions, CancellationToken)"/>
    public Task WriteStreamAsync(string path, Stream content, WriteFileOptions options, CancellationToken cancellationToken = default) =>
        WriteStreamAsync(path, content, FileWriter.GetRemainingLength(content), options, cancellationToken);

    /// <summary>
    /// Writes the next bytes of a stream into a file of the container, running or stopped. The file is replaced if it exists; where a link
    /// stands, what it leads to. No temporary file is made and memory is bounded, which is why the length has to be known: it stands
    /// before the content in the archive that engines take.
    /// </summary>
    /// <param name="path">The file, absolute.</param>
    /// <param name="content">What to write, read from where it stands. It stays the caller's.</param>
    /// <param name="length">How many bytes of it.</param>
    /// <param name="options">The file's mode and owner, and whether folders on the way are made.</param>
    /// <param name="cancellationToken">Ends the writing; part of the file may be there then.</param>
    /// <exception cref="ArgumentException">The path is not absolute, or names no file.</exception>
    /// <exception cref="EndOfStreamException">The stream ended before its length; part of the file may be there.</exception>
    /// <exception cref="ContainerFileNotFoundException">The file's folder does not exist.</exception>
    /// <exception cref="ContainerFileException">The path is a folder's, or nothing may be written there.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>HEAD</c> and <c>PUT /containers/{id}/archive</c>.</remarks>
    public Task WriteStreamAsync(string path, Stream content, long length, WriteFileOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentNullException.ThrowIfNull(options);
        return new FileWriter(Client, ContainerPath.CheckFile(path), options).WriteAsync(content, length, Timeout.InfiniteTimeSpan, cancellationToken);
    }

    /// <summary>Reads a file of the container as text: UTF-8, unless its first bytes say otherwise.</summary>
    /// <inheritdoc cref="OpenReadAsync"/>
    /// <returns>The text.</returns>
    public async Task<string> ReadTextAsync(string path, CancellationToken cancellationToken = default)
    {
        using var reader = new StreamReader(await OpenReadAsync(path, cancellationToken).ConfigureAwait(false), Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a file of the container.</summary>
    /// <inheritdoc cref="OpenReadAsync"/>
    /// <returns>Its bytes.</returns>
    public Task<byte[]> ReadBytesAsync(string path, CancellationToken cancellationToken = default) =>
        FileReader.ReadBytesAsync(Client, ContainerPath.CheckFile(path), cancellationToken);

    /// <summary>
    /// Opens a file of the container for reading, running or stopped. A link is followed. Engines do nothing else about the container's files
    /// while the stream is open: read it to its end, or dispose it, before you write to the same container or look at it.
    /// </summary>
    /// <param name="path">The file, absolute.</param>
    /// <param name="cancellationToken">Ends the opening; reads take tokens of their own.</param>
    /// <returns>Its content, from its begin; disposing it frees the connection.</returns>
    /// <exception cref="ArgumentException">The path is not absolute, or names no file.</exception>
    /// <exception cref="ContainerFileNotFoundException">There is no such file.</exception>
    /// <exception cref="ContainerFileException">It is a folder, or another thing that is no file.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/archive</c>.</remarks>
    public async Task<Stream> OpenReadAsync(string path, CancellationToken cancellationToken = default) =>
        await FileReader.OpenAsync(Client, ContainerPath.CheckFile(path), cancellationToken).ConfigureAwait(false);
}
