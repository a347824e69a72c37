using ContainerKit.Files;

namespace ContainerKit.Builds;

/// <summary>
/// A build context as a tar stream. It is written while it is sent, so the memory use does not depend on the size of
/// the folder. Folders precede their content, names are sorted, and owners are left out. Links, hard links, pipes, devices
/// and file capabilities are kept, as by the Docker CLI. Sockets are left out.
/// </summary>
internal sealed class ContextArchive(BuildContext context)
{
    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly Dictionary<(ulong Device, ulong Inode), string> _hardLinks = [];
    private bool _hasEntry;

    /// <summary>Writes the archive.</summary>
    /// <exception cref="UnreadableContextException">A file of the context could not be read.</exception>
    public async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        var archive = new ArchiveWriter(stream);
        foreach (var (name, bytes) in context.Extra.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            using var data = new MemoryStream(bytes);
            var entry = new ArchiveEntry(ArchiveEntryKind.File, name) { Mode = Plain, Length = bytes.Length };
            await WriteAsync(archive, entry, data, cancellationToken).ConfigureAwait(false);
        }

        if (context.Folder is { } path)
        {
            using var folder = Access(path, () => HostFolder.Open(path));
            await WriteFolderAsync(archive, folder, "", IgnoreRules.MatchResult.Top, [], cancellationToken).ConfigureAwait(false);
        }

        // Not written after an error: the end marker would make an incomplete archive look complete.
        await archive.FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the included content of a folder.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="prefix">The name of the folder in the archive, with a trailing slash.</param>
    /// <param name="parent">The result of the rules for the folder.</param>
    /// <param name="pending">
    /// The excluded folders on the path to this one that are not in the archive yet. They are written before the first
    /// included file in them.
    /// </param>
    /// <param name="cancellationToken">Cancels the work.</param>
    private async Task WriteFolderAsync(
        ArchiveWriter archive,
        HostFolder folder,
        string prefix,
        IgnoreRules.MatchResult parent,
        List<ArchiveEntry> pending,
        CancellationToken cancellationToken)
    {
        foreach (var item in List(folder, parent.IsExcluded))
        {
            // Nothing is written, and so nothing is canceled, while all items are excluded.
            cancellationToken.ThrowIfCancellationRequested();
            var name = prefix + item;
            var result = context.Rules.Evaluate(name, parent, cancellationToken);
            var path = folder.GetPath(item);
            if (result.IsExcluded)
            {
                if (!context.Rules.MayContainIncluded(name) || TryOpenExcludedFolder(folder, item) is not { } excluded) continue;
                using (excluded)
                {
                    var entry = CreateEntry(name, excluded.Item);
                    pending.Add(entry);
                    await WriteFolderAsync(archive, excluded, name + "/", result, pending, cancellationToken).ConfigureAwait(false);
                    if (pending.Count > 0 && pending[^1] == entry) pending.RemoveAt(pending.Count - 1);
                }
            }
            else
            {
                using var source = Access(path, () => folder.OpenEntry(item));
                // As in the Docker CLI, which logs "sockets not supported".
                if (source.Item.Kind == HostItemKind.Socket) continue;
                if (!context.Extra.ContainsKey(name))
                {
                    foreach (var entry in pending) await WriteAsync(archive, entry, content: null, cancellationToken).ConfigureAwait(false);
                    pending.Clear();
                    await WriteAsync(archive, source, name, path, cancellationToken).ConfigureAwait(false);
                }

                if (source.Folder is { } subfolder)
                    await WriteFolderAsync(archive, subfolder, name + "/", result, pending, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static List<string> List(HostFolder folder, bool isExcluded)
    {
        try
        {
            return [.. folder.List().Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (isExcluded && e is (UnauthorizedAccessException or DirectoryNotFoundException or FileNotFoundException))
        {
            // An excluded folder is read only to find exceptions. An unreadable or removed one has none.
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableContextException(folder.Path, e);
        }
    }

    private static HostFolder? TryOpenExcludedFolder(HostFolder folder, string name)
    {
        try
        {
            return folder.TryOpenFolder(name);
        }
        catch (UnauthorizedAccessException)
        {
            // As above.
            return null;
        }
        catch (IOException e)
        {
            throw new UnreadableContextException(folder.GetPath(name), e);
        }
    }

    private async Task WriteAsync(
        ArchiveWriter archive, HostEntry source, string name, string path, CancellationToken cancellationToken)
    {
        var entry = CreateEntry(name, source.Item);
        if (source.LinkTarget is { } target)
        {
            entry = entry with { LinkName = ArchiveName.NormalizeLinkTarget(target, OperatingSystem.IsWindows()) };
        }
        else if (source.Item is { Kind: HostItemKind.File, HasHardLinks: true, Identity: { } identity }
            && !_hardLinks.TryAdd(identity, name))
        {
            entry = entry with { Kind = ArchiveEntryKind.HardLink, LinkName = _hardLinks[identity], Length = 0 };
        }
        else if (source.Content is { } content)
        {
            entry = entry with { Attributes = FileCapabilities.Read(source) };
            using var data = new FixedLengthFileStream(content, path);
            await WriteAsync(archive, entry, data, cancellationToken).ConfigureAwait(false);
            return;
        }

        await WriteAsync(archive, entry, content: null, cancellationToken).ConfigureAwait(false);
    }

    // BuildKit distinguishes an archive from a Dockerfile by its first 1024 bytes, which must contain a complete tar header
    // (isArchive in https://github.com/moby/buildkit/blob/v0.20.0/frontend/dockerui/context.go). An extended header does
    // not fit, so an empty Dockerfile precedes a first entry that needs one. The real Dockerfile replaces it.
    private async Task WriteAsync(ArchiveWriter archive, ArchiveEntry entry, Stream? content, CancellationToken cancellationToken)
    {
        if (!_hasEntry && ArchiveWriter.IsExtended(entry))
        {
            var first = new ArchiveEntry(ArchiveEntryKind.File, context.Dockerfile) { Mode = Plain };
            await archive.WriteAsync(first, content: null, cancellationToken).ConfigureAwait(false);
        }

        _hasEntry = true;
        await archive.WriteAsync(entry, content, cancellationToken).ConfigureAwait(false);
    }

    private static ArchiveEntry CreateEntry(string name, HostItem item)
    {
        var kind = item.Kind switch
        {
            HostItemKind.Folder => ArchiveEntryKind.Folder,
            HostItemKind.Link => ArchiveEntryKind.SymbolicLink,
            HostItemKind.Fifo => ArchiveEntryKind.Fifo,
            HostItemKind.CharacterDevice => ArchiveEntryKind.CharacterDevice,
            HostItemKind.BlockDevice => ArchiveEntryKind.BlockDevice,
            _ => ArchiveEntryKind.File,
        };
        return new ArchiveEntry(kind, kind == ArchiveEntryKind.Folder ? name + "/" : name)
        {
            Length = item.Length,
            Mode = kind == ArchiveEntryKind.SymbolicLink ? HostItem.DefaultMode : item.Mode,
            ModifiedAt = item.ModifiedAt.Truncate(),
            DeviceMajor = item.DeviceMajor,
            DeviceMinor = item.DeviceMinor,
        };
    }

    private static T Access<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableContextException(path, e);
        }
    }
}
