using System.Text;
using ContainerKit.Files;

namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>Writes text to a file in the container as UTF-8, with mode 644 and root as the owner.</summary>
    /// <inheritdoc cref="WriteStreamAsync(string, Stream, long, WriteFileOptions, CancellationToken)"/>
    public Task WriteTextAsync(string path, string text, CancellationToken cancellationToken = default) =>
        WriteTextAsync(path, text, new WriteFileOptions(), cancellationToken);

    /// <summary>Writes text to a file in the container as UTF-8.</summary>
    /// <inheritdoc cref="WriteStreamAsync(string, Stream, long, WriteFileOptions, CancellationToken)"/>
    public Task WriteTextAsync(string path, string text, WriteFileOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return WriteBytesAsync(path, Encoding.UTF8.GetBytes(text), options, cancellationToken);
    }

    /// <summary>Writes bytes to a file in the container, with mode 644 and root as the owner.</summary>
    /// <inheritdoc cref="WriteStreamAsync(string, Stream, long, WriteFileOptions, CancellationToken)"/>
    public Task WriteBytesAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default) =>
        WriteBytesAsync(path, bytes, new WriteFileOptions(), cancellationToken);

    /// <summary>Writes bytes to a file in the container.</summary>
    /// <inheritdoc cref="WriteStreamAsync(string, Stream, long, WriteFileOptions, CancellationToken)"/>
    public Task WriteBytesAsync(
        string path, ReadOnlyMemory<byte> bytes, WriteFileOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new FileWriter(Client, ContainerPath.CheckFile(path), options).WriteAsync(bytes, cancellationToken);
    }

    /// <summary>
    /// Writes the rest of a seekable stream to a file in the container, with mode 644 and root as the owner.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The path is not absolute or does not name a file, or the stream is not seekable, so that its length is unknown.
    /// </exception>
    /// <inheritdoc cref="WriteStreamAsync(string, Stream, long, WriteFileOptions, CancellationToken)"/>
    public Task WriteStreamAsync(string path, Stream content, CancellationToken cancellationToken = default) =>
        WriteStreamAsync(path, content, new WriteFileOptions(), cancellationToken);

    /// <summary>Writes the rest of a seekable stream to a file in the container.</summary>
    /// <exception cref="ArgumentException">
    /// The path is not absolute or does not name a file, or the stream is not seekable, so that its length is unknown.
    /// </exception>
    /// <inheritdoc cref="WriteStreamAsync(string, Stream, long, WriteFileOptions, CancellationToken)"/>
    public Task WriteStreamAsync(
        string path, Stream content, WriteFileOptions options, CancellationToken cancellationToken = default) =>
        WriteStreamAsync(path, content, FileWriter.GetRemainingLength(content), options, cancellationToken);

    /// <summary>
    /// Writes the next bytes of a stream to a file in a running or stopped container. An existing file is replaced. A
    /// symbolic link is followed, and its target is replaced.
    /// </summary>
    /// <param name="path">The absolute path of the file.</param>
    /// <param name="content">The stream, read from its current position. The caller disposes it.</param>
    /// <param name="length">The number of bytes to write.</param>
    /// <param name="options">
    /// The mode and the owner of the file, and whether missing parent folders are created.
    /// </param>
    /// <param name="cancellationToken">Cancels the write. Part of the file may exist then.</param>
    /// <exception cref="ArgumentException">The path is not absolute or does not name a file.</exception>
    /// <exception cref="EndOfStreamException">
    /// The stream has fewer bytes than the length. Part of the file may exist.
    /// </exception>
    /// <exception cref="ContainerFileNotFoundException">The parent folder does not exist.</exception>
    /// <exception cref="ContainerFileException">The path is a folder, or the location is not writable.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>
    /// The stream is not buffered: no temporary file is created, and memory is bounded. The length is required because
    /// the header of a tar archive contains it.
    /// Engine API: <c>HEAD</c> and <c>PUT /containers/{id}/archive</c>.
    /// </remarks>
    public Task WriteStreamAsync(
        string path, Stream content, long length, WriteFileOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentNullException.ThrowIfNull(options);
        var writer = new FileWriter(Client, ContainerPath.CheckFile(path), options);
        return writer.WriteAsync(content, length, Timeout.InfiniteTimeSpan, cancellationToken);
    }

    /// <summary>
    /// Reads a file in the container as text. The encoding is UTF-8 unless a byte order mark indicates another one.
    /// </summary>
    /// <inheritdoc cref="OpenReadAsync"/>
    /// <returns>The text.</returns>
    /// <exception cref="ContainerFileException">
    /// There is no such file, or it is longer than <see cref="DockerEngineOptions.MaximumOutputLength"/>.
    /// </exception>
    public Task<string> ReadTextAsync(string path, CancellationToken cancellationToken = default) =>
        FileReader.ReadTextAsync(Client, ContainerPath.CheckFile(path), cancellationToken);

    /// <summary>Reads a file in the container into memory.</summary>
    /// <inheritdoc cref="OpenReadAsync"/>
    /// <returns>The bytes of the file.</returns>
    public Task<byte[]> ReadBytesAsync(string path, CancellationToken cancellationToken = default) =>
        FileReader.ReadBytesAsync(Client, ContainerPath.CheckFile(path), cancellationToken);

    /// <summary>Opens a file in a running or stopped container for reading. Symbolic links are followed.</summary>
    /// <param name="path">The absolute path of the file.</param>
    /// <param name="cancellationToken">Cancels the opening. Each read takes its own token.</param>
    /// <returns>The content of the file. The caller disposes the stream, which releases the connection.</returns>
    /// <exception cref="ArgumentException">The path is not absolute or does not name a file.</exception>
    /// <exception cref="ContainerFileNotFoundException">The file does not exist.</exception>
    /// <exception cref="ContainerFileException">The path is a folder or another object that is not a file.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>
    /// Engines lock the container while the stream is open. Read the stream to its end or dispose it before the next
    /// file operation or inspection of the same container.
    /// Engine API: <c>GET /containers/{id}/archive</c>.
    /// </remarks>
    public async Task<Stream> OpenReadAsync(string path, CancellationToken cancellationToken = default) =>
        await FileReader.OpenAsync(Client, ContainerPath.CheckFile(path), cancellationToken).ConfigureAwait(false);
}
