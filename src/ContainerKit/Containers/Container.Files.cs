using ContainerKit.Files;
using ContainerKit.Http;

namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>Copies a file or folder from this machine into a running or stopped container.</summary>
    /// <inheritdoc cref="CopyInAsync(string, string, CopyInOptions, CancellationToken)"/>
    public Task CopyInAsync(string hostPath, string containerPath, CancellationToken cancellationToken = default) =>
        CopyInAsync(hostPath, containerPath, new CopyInOptions(), cancellationToken);

    /// <summary>
    /// Copies a file or folder from this machine into a running or stopped container, by the rules of <c>docker cp</c>.
    /// Symbolic links are copied as links. Modes and times are preserved. Pipes, sockets and devices are skipped.
    /// </summary>
    /// <param name="hostPath">The file or folder. A folder path that ends in <c>/.</c> copies only the content.</param>
    /// <param name="containerPath">
    /// The absolute target path. The source is copied into an existing folder under its own name. Otherwise the target
    /// path is the new name, and an existing file is replaced. A symbolic link is followed.
    /// </param>
    /// <param name="options">The owner of the files and more.</param>
    /// <param name="cancellationToken">Cancels the copy. Files that were copied already are kept.</param>
    /// <exception cref="ArgumentException"><paramref name="containerPath"/> is not absolute.</exception>
    /// <exception cref="FileNotFoundException">
    /// <paramref name="hostPath"/> does not exist. Other errors of the host's file system are thrown unchanged.
    /// </exception>
    /// <exception cref="ContainerFileNotFoundException">The parent folder of the target does not exist.</exception>
    /// <exception cref="ContainerFileException">
    /// The target is not writable, or a file exists in place of a folder.
    /// </exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>
    /// Memory is bounded for any size.
    /// Engine API: <c>HEAD</c> and <c>PUT /containers/{id}/archive</c>.
    /// </remarks>
    public Task CopyInAsync(
        string hostPath, string containerPath, CopyInOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(hostPath);
        ArgumentNullException.ThrowIfNull(options);
        return new CopyInOperation(Client, hostPath, ContainerPath.Check(containerPath), options).RunAsync(cancellationToken);
    }

    /// <summary>Copies a file or folder from a running or stopped container to this machine.</summary>
    /// <inheritdoc cref="CopyOutAsync(string, string, CopyOutOptions, CancellationToken)"/>
    public Task CopyOutAsync(string containerPath, string hostPath, CancellationToken cancellationToken = default) =>
        CopyOutAsync(containerPath, hostPath, new CopyOutOptions(), cancellationToken);

    /// <summary>
    /// Copies a file or folder from a running or stopped container to this machine, by the rules of <c>docker cp</c>.
    /// Symbolic links are copied as links. Modes and times are preserved; the user of this process owns the files.
    /// Pipes, sockets, devices and the set-user-ID and set-group-ID bits are skipped.
    /// </summary>
    /// <param name="containerPath">
    /// The absolute path of the file or folder. A folder path that ends in <c>/.</c> copies only the content.
    /// </param>
    /// <param name="hostPath">
    /// The target path. The source is copied into an existing folder under its own name. Otherwise the target path is
    /// the new name, and an existing file is replaced.
    /// </param>
    /// <param name="options">The policy for symbolic links and more.</param>
    /// <param name="cancellationToken">Cancels the copy. Files that were copied already are kept.</param>
    /// <exception cref="ArgumentException"><paramref name="containerPath"/> is not absolute.</exception>
    /// <exception cref="ContainerFileNotFoundException"><paramref name="containerPath"/> does not exist.</exception>
    /// <exception cref="UnsafeArchiveException">
    /// The archive has an entry outside of the target, or a link to a path outside of the copied files.
    /// </exception>
    /// <exception cref="IOException">
    /// The host's file system failed: a missing folder, a full disk, or a file in place of a folder.
    /// </exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>
    /// The content of the container is not trusted: no file is written outside of the target or through a symbolic
    /// link. Memory is bounded for any size.
    /// Engine API: <c>GET /containers/{id}/archive</c>.
    /// </remarks>
    public Task CopyOutAsync(
        string containerPath, string hostPath, CopyOutOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(hostPath);
        ArgumentNullException.ThrowIfNull(options);
        return new CopyOutOperation(Client, ContainerPath.CheckSource(containerPath), hostPath, options).RunAsync(cancellationToken);
    }

    /// <summary>
    /// Gets the type, size and mode of a path in a running or stopped container. Symbolic links are not followed.
    /// </summary>
    /// <returns>The file, folder, link or other object at the path; null if the path does not exist.</returns>
    /// <exception cref="ArgumentException">The path is not absolute.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>HEAD /containers/{id}/archive</c>.</remarks>
    public Task<ContainerFile?> StatAsync(string path, CancellationToken cancellationToken = default) =>
        new ContainerArchive(Client).FindAsync(ContainerPath.Check(path), cancellationToken);

    /// <summary>Opens the whole file system of the container, without volumes, as a tar archive.</summary>
    /// <returns>
    /// The archive, which can be read once. The caller disposes the stream, which releases the connection.
    /// </returns>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/export</c>.</remarks>
    public async Task<Stream> OpenExportAsync(CancellationToken cancellationToken = default) =>
        await ReadExportAsync(isStreamed: false, cancellationToken).ConfigureAwait(false);

    /// <summary>Writes the whole file system of the container, without volumes, to a stream as a tar archive.</summary>
    /// <param name="target">The stream to write to. The caller disposes it.</param>
    /// <param name="cancellationToken">Cancels the export. Data that was written already is kept.</param>
    /// <inheritdoc cref="OpenExportAsync"/>
    public async Task ExportAsync(Stream target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        var archive = await ReadExportAsync(isStreamed: true, cancellationToken).ConfigureAwait(false);
        await using (archive.ConfigureAwait(false))
            await ArchiveReader.CopyAsync(archive, target, cancellationToken).ConfigureAwait(false);
    }

    private async Task<EngineStream> ReadExportAsync(bool isStreamed, CancellationToken cancellationToken)
    {
        var request = Client.Get("export", "export") with { IsStreamed = isStreamed };
        var response = await Client.Engine.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        return await Client.Engine.ReadAsync(request.Operation, response, cancellationToken).ConfigureAwait(false);
    }
}
