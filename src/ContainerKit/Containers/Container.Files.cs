using ContainerKit.Files;

namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>Copies a file or a folder of this machine into the container, running or stopped.</summary>
    /// <inheritdoc cref="CopyInAsync(string, string, CopyInOptions, CancellationToken)"/>
    public Task CopyInAsync(string hostPath, string containerPath, CancellationToken cancellationToken = default) =>
        CopyInAsync(hostPath, containerPath, new CopyInOptions(), cancellationToken);

    /// <summary>
    /// Copies a file or a folder of this machine into the container, running or stopped, by the rules of <c>docker cp</c>: into a folder that
    /// exists, under its own name; where nothing stands, as what the target names; a file takes the place of a file. A folder whose path
    /// ends in <c>/.</c> gives its content alone. Links are copied as links, modes and times are kept, and memory is bounded
    /// whatever the size. Pipes, sockets and devices are left out.
    /// </summary>
    /// <param name="hostPath">The file or folder.</param>
    /// <param name="containerPath">Where to, absolute. A link there stands for what it leads to.</param>
    /// <param name="options">Whose the files are, and more.</param>
    /// <param name="cancellationToken">Ends the copy; what has been copied stays.</param>
    /// <exception cref="ArgumentException"><paramref name="containerPath"/> is not absolute.</exception>
    /// <exception cref="FileNotFoundException">There is nothing at <paramref name="hostPath"/>. What else the host objects to comes out as it is.</exception>
    /// <exception cref="ContainerFileNotFoundException">The folder to copy into does not exist.</exception>
    /// <exception cref="ContainerFileException">Nothing may be written there, or a file stands where a folder should.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>HEAD</c> and <c>PUT /containers/{id}/archive</c>.</remarks>
    public Task CopyInAsync(string hostPath, string containerPath, CopyInOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(hostPath);
        ArgumentNullException.ThrowIfNull(options);
        return new CopyInOperation(Client, hostPath, ContainerPath.Check(containerPath), options).RunAsync(cancellationToken);
    }

    /// <summary>Copies a file or a folder of the container, running or stopped, onto this machine.</summary>
    /// <inheritdoc cref="CopyOutAsync(string, string, CopyOutOptions, CancellationToken)"/>
    public Task CopyOutAsync(string containerPath, string hostPath, CancellationToken cancellationToken = default) =>
        CopyOutAsync(containerPath, hostPath, new CopyOutOptions(), cancellationToken);

    /// <summary>
    /// Copies a file or a folder of the container, running or stopped, onto this machine, by the rules of <c>docker cp</c>: into a folder that
    /// exists, under its own name; where nothing stands, as what the target names; a file takes the place of a file. A folder whose path
    /// ends in <c>/.</c> gives its content alone. Links are copied as links, modes and times are kept; the files belong to this process's
    /// user. Memory is bounded whatever the size. Whatever the container says, nothing is written outside of the target, and nothing
    /// through a link. Pipes, sockets and devices are left out, and so are the bits that lend a file's owner to who runs it.
    /// </summary>
    /// <param name="containerPath">The file or folder, absolute.</param>
    /// <param name="hostPath">Where to.</param>
    /// <param name="options">What becomes of links, and more.</param>
    /// <param name="cancellationToken">Ends the copy; what has been copied stays.</param>
    /// <exception cref="ArgumentException"><paramref name="containerPath"/> is not absolute.</exception>
    /// <exception cref="ContainerFileNotFoundException">There is nothing at <paramref name="containerPath"/>.</exception>
    /// <exception cref="UnsafeArchiveException">What the engine sent tried to leave the target, or has a link that points outside of what is copied.</exception>
    /// <exception cref="IOException">The host objects: a folder that is missing, a disk that is full, a file where a folder should be.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/archive</c>.</remarks>
    public Task CopyOutAsync(string containerPath, string hostPath, CopyOutOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(hostPath);
        ArgumentNullException.ThrowIfNull(options);
        return new CopyOutOperation(Client, ContainerPath.CheckSource(containerPath), hostPath, options).RunAsync(cancellationToken);
    }

    /// <summary>Tells what stands at a path in the container, running or stopped. A link is not followed.</summary>
    /// <returns>What stands there; null for nothing.</returns>
    /// <exception cref="ArgumentException">The path is not absolute.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>HEAD /containers/{id}/archive</c>.</remarks>
    public Task<ContainerFile?> StatAsync(string path, CancellationToken cancellationToken = default) =>
        new ContainerArchive(Client).FindAsync(ContainerPath.Check(path), cancellationToken);

    /// <summary>Opens the container's whole file system as a tar archive, volumes left out.</summary>
    /// <returns>The archive, which is read once, from its begin; disposing it frees the connection.</returns>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/export</c>.</remarks>
    public async Task<Stream> OpenExportAsync(CancellationToken cancellationToken = default)
    {
        var request = Client.Get("export", "export");
        var response = await Client.Engine.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        return await Client.Engine.ReadAsync(request.Operation, response, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the container's whole file system into a stream as a tar archive, volumes left out.</summary>
    /// <param name="target">Where to; it stays the caller's.</param>
    /// <param name="cancellationToken">Ends the export; what has been written stays.</param>
    /// <inheritdoc cref="OpenExportAsync"/>
    public async Task ExportAsync(Stream target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        var archive = await OpenExportAsync(cancellationToken).ConfigureAwait(false);
        await using (archive.ConfigureAwait(false)) await archive.CopyToAsync(target, cancellationToken).ConfigureAwait(false);
    }
}
