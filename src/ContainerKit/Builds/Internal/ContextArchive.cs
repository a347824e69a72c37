using ContainerKit.Files;

namespace ContainerKit.Builds;

/// <summary>
/// A build context as a tar stream. It is written while it is sent, so the memory use does not depend on the size of
/// the folder. Owners are left out. Links, hard links, pipes, devices and file capabilities are kept, as by the Docker CLI.
/// </summary>
internal sealed class ContextArchive(BuildContext context)
{
    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

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

        if (context.Folder is { } folder)
        {
            // An additional file replaces the one of the folder.
            var filter = new ContextFilter([context.Rules, IgnoreRules.FromPatterns(context.Extra.Keys)]);
            await new ContextWalk(folder, filter, (item, token) => WriteAsync(archive, item, token)).RunAsync(cancellationToken)
                .ConfigureAwait(false);
        }

        // Not written after an error: the end marker would make an incomplete archive look complete.
        await archive.FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteAsync(ArchiveWriter archive, ContextItem item, CancellationToken cancellationToken)
    {
        var entry = CreateEntry(item);
        if (item is { HardLink: null, Source: { } source }) entry = entry with { Attributes = FileCapabilities.Read(source) };
        if (item is { HardLink: null, Source.Content: { } content })
        {
            using var data = new FixedLengthFileStream(content, item.Path);
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

    private static ArchiveEntry CreateEntry(ContextItem item)
    {
        var kind = item.Item.Kind switch
        {
            HostItemKind.Folder => ArchiveEntryKind.Folder,
            HostItemKind.Link => ArchiveEntryKind.SymbolicLink,
            HostItemKind.Fifo => ArchiveEntryKind.Fifo,
            HostItemKind.CharacterDevice => ArchiveEntryKind.CharacterDevice,
            HostItemKind.BlockDevice => ArchiveEntryKind.BlockDevice,
            _ => item.HardLink is null ? ArchiveEntryKind.File : ArchiveEntryKind.HardLink,
        };
        return new ArchiveEntry(kind, kind == ArchiveEntryKind.Folder ? item.Name + "/" : item.Name)
        {
            LinkName = item.LinkTarget ?? item.HardLink ?? "",
            Length = kind == ArchiveEntryKind.HardLink ? 0 : item.Item.Length,
            Mode = kind == ArchiveEntryKind.SymbolicLink ? HostItem.DefaultMode : item.Item.Mode,
            ModifiedAt = item.Item.ModifiedAt.Truncate(),
            DeviceMajor = item.Item.DeviceMajor,
            DeviceMinor = item.Item.DeviceMinor,
        };
    }
}
