namespace ContainerKit.Files;

/// <summary>
/// Writes files, folders and links of the host into an archive that is created while it is sent. Pipes, sockets and devices
/// are skipped. File capabilities are kept.
/// </summary>
internal sealed class HostArchive(ArchiveWriter archive, FileOwner owner, UnixFileMode? fileMode)
{
    private readonly Dictionary<(ulong Device, ulong Inode), string> _hardLinks = [];

    public HostArchive(Stream stream, FileOwner owner, UnixFileMode? fileMode)
        : this(new ArchiveWriter(stream), owner, fileMode)
    {
    }

    /// <summary>Writes a file, a link, or a folder with its content.</summary>
    /// <param name="folder">The folder that contains the source.</param>
    /// <param name="source">The name of the file, link or folder on the host.</param>
    /// <param name="name">The name in the archive.</param>
    /// <param name="cancellationToken">Cancels writing.</param>
    public async Task AddAsync(HostFolder folder, string source, string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (folder.Find(source) is { Kind: not (HostItemKind.File or HostItemKind.Folder or HostItemKind.Link) }) return;
        using var entry = folder.OpenEntry(source);
        switch (entry.Item.Kind)
        {
            case HostItemKind.Link:
                var target = ArchiveName.NormalizeLinkTarget(entry.LinkTarget!, OperatingSystem.IsWindows());
                var link = CreateEntry(ArchiveEntryKind.SymbolicLink, name, entry.Item, HostItem.DefaultMode) with { LinkName = target };
                await archive.WriteAsync(link, content: null, cancellationToken).ConfigureAwait(false);
                break;
            case HostItemKind.Folder:
                var header = CreateEntry(ArchiveEntryKind.Folder, name + "/", entry.Item, entry.Item.Mode);
                await archive.WriteAsync(header, content: null, cancellationToken).ConfigureAwait(false);
                await AddContentAsync(entry.Folder!, name + "/", cancellationToken).ConfigureAwait(false);
                break;
            case HostItemKind.File:
                await AddFileAsync(entry, folder.GetPath(source), name, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    /// <summary>Writes the content of a folder, without the folder itself.</summary>
    /// <param name="folder">The folder on the host.</param>
    /// <param name="prefix">The prefix of each name in the archive.</param>
    /// <param name="cancellationToken">Cancels writing.</param>
    public async Task AddContentAsync(HostFolder folder, string prefix, CancellationToken cancellationToken)
    {
        foreach (var name in folder.List())
            await AddAsync(folder, name, prefix + name, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes an empty folder that need not exist on the host.</summary>
    public Task AddFolderAsync(string name, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var entry = CreateEntry(ArchiveEntryKind.Folder, name + "/", UnixTime.From(time), HostItem.DefaultMode);
        return archive.WriteAsync(entry, content: null, cancellationToken);
    }

    /// <summary>Writes a file whose content comes from a stream of a known length.</summary>
    public async Task AddFileAsync(
        string name, Stream content, long length, UnixFileMode mode, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var exact = new ExactLengthStream(content, length, "The stream");
        var entry = CreateEntry(ArchiveEntryKind.File, name, UnixTime.From(time), mode) with { Length = length };
        await archive.WriteAsync(entry, exact, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Writes the end of the archive. It must not be written after a failure, because the archive would then look complete.
    /// </summary>
    public ValueTask FinishAsync(CancellationToken cancellationToken) => archive.FinishAsync(cancellationToken);

    private async Task AddFileAsync(HostEntry source, string path, string name, CancellationToken cancellationToken)
    {
        var item = source.Item;
        if (item is { HasHardLinks: true, Identity: { } identity } && !_hardLinks.TryAdd(identity, name))
        {
            var link = CreateEntry(ArchiveEntryKind.HardLink, name, item, fileMode ?? item.Mode) with { LinkName = _hardLinks[identity] };
            await archive.WriteAsync(link, content: null, cancellationToken).ConfigureAwait(false);
            return;
        }

        // Other processes may write to the file meanwhile. The length at this moment counts.
        var entry = CreateEntry(ArchiveEntryKind.File, name, item, fileMode ?? item.Mode) with
        {
            Length = item.Length,
            Attributes = FileCapabilities.Read(source),
        };
        var content = source.Content is { } file ? new ExactLengthStream(file, item.Length, path) : null;
        await archive.WriteAsync(entry, content, cancellationToken).ConfigureAwait(false);
    }

    private ArchiveEntry CreateEntry(ArchiveEntryKind kind, string name, HostItem item, UnixFileMode mode) =>
        CreateEntry(kind, name, item.ModifiedAt, mode);

    private ArchiveEntry CreateEntry(ArchiveEntryKind kind, string name, UnixTime time, UnixFileMode mode) =>
        new(kind, name) { Mode = mode, UserId = owner.UserId, GroupId = owner.GroupId, ModifiedAt = time };
}
