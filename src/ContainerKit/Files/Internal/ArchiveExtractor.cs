using System.Buffers;

namespace ContainerKit.Files;

/// <summary>
/// Extracts an archive into a folder of the host. It writes nowhere else, even if the archive is malicious or other processes
/// replace folders by links meanwhile: names that lead out of the folder are rejected, and no link is followed. Modes and
/// times are kept. Owners, extended attributes and the setuid, setgid and sticky bits are not. Pipes and devices are skipped.
/// </summary>
/// <param name="root">An existing folder. The caller trusts its path, which may contain links.</param>
/// <param name="rename">
/// The name in the folder for the top-level entry of the archive; null to extract the content of that entry into the folder itself.
/// </param>
/// <param name="hasTopLevelEntry">
/// Indicates whether all names in the archive start with the same name. False for the content of a folder, whose entries Docker names
/// from a dot, and Podman by their own names.
/// </param>
/// <param name="acceptsRootNames">
/// Indicates whether the archive may name the requested folder <c>/</c>. The entries are written below the target folder as well.
/// </param>
/// <param name="externalSymlinks">The policy for links whose target is outside of the extracted folder.</param>
internal sealed class ArchiveExtractor(
    string root, string? rename, bool hasTopLevelEntry, bool acceptsRootNames, ExternalSymlinkPolicy externalSymlinks)
{
    private const UnixFileMode Permissions = (UnixFileMode)0x1FF;

    private static readonly bool _isWindows = OperatingSystem.IsWindows();

    private readonly List<ExtractedFolder> _folders = [];

    // The paths of skipped entries, which later entries may name as their hard link.
    private readonly HashSet<string> _skipped = [];
    private string? _topLevelName = hasTopLevelEntry ? null : "";

    /// <summary>Extracts the whole archive.</summary>
    /// <exception cref="UnsafeArchiveException">An entry leads out of the folder.</exception>
    /// <exception cref="IOException">
    /// The host could not write an entry: the disk is full, or a file exists in place of a folder.
    /// </exception>
    public async Task ExtractAsync(ArchiveReader archive, CancellationToken cancellationToken)
    {
        using var path = new FolderPath(HostFolder.Open(root));
        while (await archive.NextAsync(cancellationToken).ConfigureAwait(false) is { } entry)
            await ExtractAsync(archive, entry, path, cancellationToken).ConfigureAwait(false);

        // At the end and from the innermost folder: a read-only folder could not be filled, and filling a folder changes its time.
        for (var i = _folders.Count - 1; i >= 0; i--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var folder = path.Enter(_folders[i].Name, _folders[i].Parts, create: false);
            if (folder.Item.Identity != _folders[i].Identity)
                throw new IOException($"'{folder.Path}' was replaced by another folder during the copy.");
            folder.SetMetadata(_folders[i].Mode, _folders[i].Time);
        }
    }

    private async Task ExtractAsync(ArchiveReader archive, ArchiveEntry entry, FolderPath path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var parts = GetTargetParts(entry.Name);
        // This entry is the target folder itself, which exists and keeps its mode.
        if (parts.Count == 0 && entry.Kind is ArchiveEntryKind.Folder) return;
        if (parts.Count == 0) throw ArchiveName.Unsafe(entry.Name, "it would replace the target folder");
        var (folder, name) = (path.Enter(entry.Name, [.. parts.Take(parts.Count - 1)], create: true), parts[^1]);
        if (_skipped.Count > 0) _skipped.Remove(Join(parts));
        switch (entry.Kind)
        {
            case ArchiveEntryKind.Folder:
                CreateFolder(entry, parts, folder, path);
                break;
            case ArchiveEntryKind.File:
                ThrowIfFolder(folder, name);
                await WriteFileAsync(archive, entry, folder, name, cancellationToken).ConfigureAwait(false);
                break;
            case ArchiveEntryKind.SymbolicLink:
                CreateLink(entry, folder, parts);
                break;
            case ArchiveEntryKind.HardLink:
                CreateHardLink(entry, folder, parts);
                break;
            case ArchiveEntryKind.Fifo or ArchiveEntryKind.CharacterDevice or ArchiveEntryKind.BlockDevice:
                _skipped.Add(Join(parts));
                break;
        }
    }

    // All names in an archive of the engine start with the name of the requested file or folder, or with a dot, which is no part.
    private IReadOnlyList<string> GetTargetParts(string name)
    {
        if (acceptsRootNames && name.StartsWith('/'))
        {
            _topLevelName ??= "";
            name = name.TrimStart('/');
        }

        var parts = ArchiveName.Parts(name, _isWindows);
        _topLevelName ??= parts.Count == 0 ? "" : parts[0];
        if (_topLevelName.Length > 0)
        {
            if (parts.Count == 0 || parts[0] != _topLevelName)
                throw ArchiveName.Unsafe(name, $"it is next to '{PathText.Display(_topLevelName)}', the first entry of the archive");
            parts = [.. parts.Skip(1)];
        }

        return rename is null ? parts : [rename, .. parts];
    }

    private void CreateFolder(ArchiveEntry entry, IReadOnlyList<string> parts, HostFolder parent, FolderPath path)
    {
        // The folder gets the mode of its entry when its content has been extracted.
        if (parent.Find(parts[^1]) is null) parent.CreateFolder(parts[^1], isPrivate: true);
        var folder = path.Enter(entry.Name, parts, create: false);
        _folders.Add(new ExtractedFolder(entry.Name, parts, folder.Item.Identity, entry.Mode & Permissions, entry.ModifiedAt));
    }

    // The file gets its name only when it is complete, and replaces a file or link of that name. Other hard links to the
    // replaced file keep its content, and a link is not followed.
    private static async Task WriteFileAsync(
        ArchiveReader archive, ArchiveEntry entry, HostFolder folder, string name, CancellationToken cancellationToken)
    {
        var temporary = $".{Guid.NewGuid():n}.containerkit";
        try
        {
            using (var file = folder.CreateFile(temporary))
            {
                await CopyAsync(archive, file, cancellationToken).ConfigureAwait(false);
                file.SetMetadata(entry.Mode & Permissions, entry.ModifiedAt);
            }

            folder.Rename(temporary, name);
        }
        catch
        {
            folder.Delete(temporary);
            throw;
        }
    }

    private static async Task CopyAsync(ArchiveReader archive, HostFileStream file, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            int read;
            while ((read = await archive.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
                file.Write(buffer.AsSpan(0, read));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void CreateLink(ArchiveEntry entry, HostFolder folder, IReadOnlyList<string> parts)
    {
        var (name, depth) = (parts[^1], rename is null ? parts.Count - 1 : Math.Max(0, parts.Count - 2));
        if (externalSymlinks != ExternalSymlinkPolicy.Keep && !ArchiveName.StaysInside(entry.LinkName, depth, _isWindows))
        {
            if (externalSymlinks == ExternalSymlinkPolicy.Skip)
            {
                _skipped.Add(Join(parts));
                return;
            }

            throw ArchiveName.Unsafe(entry.Name,
                $"it is a link to '{PathText.Display(entry.LinkName)}', outside of the copied folder. "
                + "Set CopyOutOptions.ExternalSymlinkPolicy to skip or keep such links, "
                + "or set FollowLink if the source of the copy is a link");
        }

        if (entry.LinkName.Contains('\0', StringComparison.Ordinal))
            throw ArchiveName.Unsafe(entry.Name, "the target of the link contains a null character");
        ThrowIfFolder(folder, name);
        folder.Delete(name);
        folder.CreateLink(name, entry.LinkName);
    }

    private void CreateHardLink(ArchiveEntry entry, HostFolder folder, IReadOnlyList<string> parts)
    {
        var targetParts = GetTargetParts(entry.LinkName);
        if (targetParts.Count == 0 || targetParts.SequenceEqual(parts))
            throw ArchiveName.Unsafe(entry.Name, $"it is a hard link to '{PathText.Display(entry.LinkName)}', which is no file");
        // Links, pipes and devices can have several names too. Docker archives the later ones as hard links: addTarFile in
        // https://github.com/moby/moby/blob/v20.10.24/pkg/archive/archive.go.
        if (_skipped.Contains(Join(targetParts)))
        {
            _skipped.Add(Join(parts));
            return;
        }

        using var path = new FolderPath(HostFolder.Open(root));
        var target = path.Enter(entry.LinkName, [.. targetParts.Take(targetParts.Count - 1)], create: true);
        if (target.ReadLink(targetParts[^1]) is { } linkTarget)
        {
            CreateLink(entry with { LinkName = linkTarget }, folder, parts);
            return;
        }

        if (target.Find(targetParts[^1]) is not { Kind: HostItemKind.File })
        {
            throw ArchiveName.Unsafe(
                entry.Name, $"it is a hard link to '{PathText.Display(entry.LinkName)}', which is no file in the archive");
        }

        ThrowIfFolder(folder, parts[^1]);
        folder.Delete(parts[^1]);
        if (!folder.TryCreateHardLink(target, targetParts[^1], parts[^1])) Copy(target, targetParts[^1], folder, parts[^1]);
    }

    private static string Join(IReadOnlyList<string> parts) => string.Join('/', parts);

    private static void Copy(HostFolder source, string existing, HostFolder folder, string name)
    {
        using var entry = source.OpenEntry(existing);
        using var file = folder.CreateFile(name);
        entry.Content?.CopyTo(file);
        file.SetMetadata(entry.Item.Mode & Permissions, entry.Item.ModifiedAt);
    }

    private static void ThrowIfFolder(HostFolder folder, string name)
    {
        if (folder.Find(name) is { Kind: HostItemKind.Folder })
            throw new IOException($"Cannot write '{folder.GetPath(name)}': it is a folder.");
    }

    private sealed record ExtractedFolder(
        string Name, IReadOnlyList<string> Parts, (ulong Device, ulong Inode)? Identity, UnixFileMode Mode, UnixTime Time);
}
