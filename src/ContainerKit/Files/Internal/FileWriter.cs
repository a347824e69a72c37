using ContainerKit.Containers;

namespace ContainerKit.Files;

/// <summary>
/// Writes one file into a container, as an archive with one entry that is created while it is sent. An existing file is
/// replaced. If the path is a link, its target is replaced.
/// </summary>
internal sealed class FileWriter(ContainerClient container, string path, WriteFileOptions options)
{
    private readonly ContainerArchive _archive = new(container);
    private readonly string _operation = $"write {path} in {container}";

    /// <summary>Writes content from a stream.</summary>
    /// <param name="content">The content; the caller owns the stream.</param>
    /// <param name="length">The length of the content in bytes.</param>
    /// <param name="timeout">The timeout of the request that sends the content.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    public async Task WriteAsync(Stream content, long length, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var target = path;
        var existing = await _archive.FindAsync(target, cancellationToken).ConfigureAwait(false);
        if (existing is { Kind: ContainerFileKind.Link, LinkTarget: { Length: > 0 } linkTarget })
        {
            target = linkTarget;
            existing = await _archive.FindAsync(target, cancellationToken).ConfigureAwait(false);
        }

        if (existing is { Kind: ContainerFileKind.Folder })
            throw _archive.NotSuitable(target, _operation, $"{target} is a folder. End the path in the name of a file.");
        var folder = ContainerPath.Folder(target);
        var parents = options.CreateFolders && existing is null
            ? await new ParentFolders(_archive).FindAsync(folder, cancellationToken).ConfigureAwait(false)
            : new(folder, []);
        try
        {
            await _archive.PutAsync(parents.Existing, _operation, WriteArchiveAsync, timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (ContainerFileNotFoundException e)
        {
            throw _archive.NotFound(folder, _operation, "Create the folder first, or set WriteFileOptions.CreateFolders.", e);
        }

        async Task WriteArchiveAsync(Stream stream, CancellationToken token)
        {
            var archive = new HostArchive(stream, options.Owner, options.Mode);
            var prefix = await ParentFolders.WriteAsync(archive, parents.Missing, container, token).ConfigureAwait(false);
            var time = container.Engine.Options.TimeProvider.GetUtcNow();
            await archive.AddFileAsync(prefix + ContainerPath.Name(target), content, length, options.Mode, time, token)
                .ConfigureAwait(false);
            await archive.FinishAsync(token).ConfigureAwait(false);
        }
    }

    /// <summary>Writes content from memory. The request timeout is extended by one second per MiB.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        const int BytesPerSecond = 1024 * 1024;
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        var timeout = container.Engine.Options.RequestTimeout + TimeSpan.FromSeconds(content.Length / BytesPerSecond);
        await WriteAsync(stream, content.Length, timeout, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns the number of bytes from the position of a stream to its end.</summary>
    /// <exception cref="ArgumentException">The stream cannot seek, so its length is unknown.</exception>
    public static long GetRemainingLength(Stream content)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (!content.CanSeek)
        {
            throw new ArgumentException(
                "The length of the stream is unknown, but the archive that is sent to the engine contains it before the content. "
                + "Pass the length, or copy the stream to a file first.",
                nameof(content));
        }

        return Math.Max(0, content.Length - content.Position);
    }
}
