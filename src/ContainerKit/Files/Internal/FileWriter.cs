using ContainerKit.Containers;

namespace ContainerKit.Files;

/// <summary>
/// Writes one file into a container, as an archive of one entry that is made while it is sent. What stood there is replaced; where a
/// link stands, what it leads to.
/// </summary>
internal sealed class FileWriter(ContainerClient container, string path, WriteFileOptions options)
{
    private readonly ContainerArchive _archive = new(container);
    private readonly string _doing = $"write {path} in {container}";

    /// <param name="limit">How long the engine may take for it.</param>
    public async Task WriteAsync(Stream content, long length, TimeSpan limit, CancellationToken cancellationToken)
    {
        var target = path;
        var stands = await _archive.FindAsync(target, cancellationToken).ConfigureAwait(false);
        if (stands is { Kind: ContainerFileKind.Link, LinkTarget: { Length: > 0 } led })
        {
            target = led;
            stands = await _archive.FindAsync(target, cancellationToken).ConfigureAwait(false);
        }

        if (stands is { Kind: ContainerFileKind.Folder }) throw _archive.NotSuitable(target, _doing, $"{target} is a folder. End the path in the name of a file.");
        var folder = ContainerPath.Folder(target);
        var missing = options.CreateFolders && stands is null ? await new ParentFolders(_archive).FindAsync(folder, cancellationToken).ConfigureAwait(false) : new(folder, []);
        try
        {
            await _archive.PutAsync(missing.Existing, _doing, Archive, limit, cancellationToken).ConfigureAwait(false);
        }
        catch (ContainerFileNotFoundException e)
        {
            throw _archive.NotFound(folder, _doing, "Make the folder first, or set WriteFileOptions.CreateFolders.", e);
        }

        async Task Archive(Stream stream, CancellationToken token)
        {
            var archive = new HostArchive(stream, options.Owner, options.Mode);
            var prefix = await ParentFolders.WriteAsync(archive, missing.Names, container, token).ConfigureAwait(false);
            await archive.AddFileAsync(
                prefix + ContainerPath.Name(target), content, length, options.Mode, container.Engine.Options.TimeProvider.GetUtcNow(), token).ConfigureAwait(false);
            await archive.FinishAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Writes what is in memory: bounded like any request, and longer for what is large.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        const int BytesPerSecond = 1024 * 1024;
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        var limit = container.Engine.Options.RequestTimeout + TimeSpan.FromSeconds(content.Length / BytesPerSecond);
        await WriteAsync(stream, content.Length, limit, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What is left of a stream that can seek.</summary>
    /// <exception cref="ArgumentException">It cannot, so nobody knows how much that is.</exception>
    public static long GetRemainingLength(Stream content)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (!content.CanSeek)
            throw new ArgumentException("The length of the stream is not known, and stands before its content in the archive that the engine takes. Give the length, or copy the stream to a file first.", nameof(content));
        return Math.Max(0, content.Length - content.Position);
    }
}
