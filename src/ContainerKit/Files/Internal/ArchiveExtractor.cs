using System.Buffers;
using System.Formats.Tar;

namespace ContainerKit.Files;

/// <summary>
/// Extracts an archive into a folder of the host. It writes nowhere else, even if the archive is malicious: names that lead
/// out of the folder are rejected, and nothing is written through a link. Modes and times are kept. Owners and the setuid,
/// setgid and sticky bits are not. Pipes and devices are skipped.
/// </summary>
/// <param name="root">An existing folder. The caller trusts its path, which may contain links.</param>
/// <param name="rename">
/// The name in the folder for the top-level entry of the archive; null to extract the content of that entry into the folder itself.
/// </param>
/// <param name="externalSymlinks">The policy for links whose target is outside of the extracted folder.</param>
internal sealed class ArchiveExtractor(string root, string? rename, ExternalSymlinkPolicy externalSymlinks)
{
    private const UnixFileMode Permissions = (UnixFileMode)0x1FF;

    private static readonly bool _isWindows = OperatingSystem.IsWindows();

    private readonly List<(string Path, UnixFileMode Mode, DateTimeOffset Time)> _folders = [];
    private string? _topLevelName;
    private string _lastParent = "";

    /// <summary>Extracts the whole archive.</summary>
    /// <exception cref="UnsafeArchiveException">An entry leads out of the folder.</exception>
    /// <exception cref="IOException">
    /// The host could not write an entry: the disk is full, or a file exists in place of a folder.
    /// </exception>
    public async Task ExtractAsync(ArchiveReader archive, CancellationToken cancellationToken)
    {
        while (await archive.NextAsync(cancellationToken).ConfigureAwait(false) is { } entry)
            await ExtractAsync(archive, entry, cancellationToken).ConfigureAwait(false);

        // At the end and from the innermost folder: a read-only folder could not be filled, and filling a folder changes its time.
        for (var i = _folders.Count - 1; i >= 0; i--)
        {
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folders[i].Path, _folders[i].Mode);
            Directory.SetLastWriteTimeUtc(_folders[i].Path, _folders[i].Time.UtcDateTime);
        }
    }

    private async Task ExtractAsync(ArchiveReader archive, TarEntry entry, CancellationToken cancellationToken)
    {
        if (entry.EntryType is TarEntryType.GlobalExtendedAttributes) return;
        var parts = GetTargetParts(entry.Name);
        // This entry is the target folder itself, which exists and keeps its mode.
        if (parts.Count == 0 && entry.EntryType is TarEntryType.Directory) return;
        if (parts.Count == 0) throw ArchiveName.Unsafe(entry.Name, "it would replace the target folder");
        var path = Path.Combine([root, .. parts]);
        CreateParents(entry.Name, parts);
        switch (entry.EntryType)
        {
            case TarEntryType.Directory:
                CreateFolder(entry, path);
                break;
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                DeleteExisting(path);
                await WriteFileAsync(archive, entry, path, cancellationToken).ConfigureAwait(false);
                break;
            case TarEntryType.SymbolicLink:
                CreateLink(entry, path, rename is null ? parts.Count - 1 : Math.Max(0, parts.Count - 2));
                break;
            case TarEntryType.HardLink:
                CreateHardLink(entry, path);
                break;
            case TarEntryType.Fifo or TarEntryType.CharacterDevice or TarEntryType.BlockDevice:
                break;
            default:
                throw new NotSupportedException($"Cannot extract '{entry.Name}': entries of type {entry.EntryType} are not supported.");
        }
    }

    // All names in an archive of the engine start with the name of the requested file or folder, or with a dot, which is no part.
    private IReadOnlyList<string> GetTargetParts(string name)
    {
        var parts = ArchiveName.Parts(name, _isWindows);
        _topLevelName ??= parts.Count == 0 ? "" : parts[0];
        if (_topLevelName.Length > 0)
        {
            if (parts.Count == 0 || parts[0] != _topLevelName)
                throw ArchiveName.Unsafe(name, $"it is next to '{_topLevelName}', the first entry of the archive");
            parts = [.. parts.Skip(1)];
        }

        return rename is null ? parts : [rename, .. parts];
    }

    private void CreateParents(string name, IReadOnlyList<string> parts)
    {
        var parent = Path.Combine([root, .. parts.Take(parts.Count - 1)]);
        if (parent == _lastParent) return;
        var folder = root;
        foreach (var part in parts.Take(parts.Count - 1))
        {
            folder = Path.Combine(folder, part);
            if (GetAttributes(folder) is not { } attributes) Directory.CreateDirectory(folder);
            else if (attributes.HasFlag(FileAttributes.ReparsePoint))
                throw ArchiveName.Unsafe(name, $"its parent '{folder}' is a link");
            else ThrowIfFile(attributes, name, folder);
        }

        _lastParent = parent;
    }

    private void CreateFolder(TarEntry entry, string path)
    {
        if (GetAttributes(path) is not { } attributes) CreatePrivateFolder(path);
        else if (attributes.HasFlag(FileAttributes.ReparsePoint))
            throw ArchiveName.Unsafe(entry.Name, $"'{path}' is a link, and must be a folder");
        else ThrowIfFile(attributes, entry.Name, path);
        _folders.Add((path, entry.Mode & Permissions, entry.ModificationTime));
    }

    private static void ThrowIfFile(FileAttributes attributes, string name, string path)
    {
        if (!attributes.HasFlag(FileAttributes.Directory))
            throw new IOException($"Cannot extract '{name}': '{path}' is a file, and must be a folder.");
    }

    // The folder gets the mode of its entry when its content has been extracted.
    private static void CreatePrivateFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static async Task WriteFileAsync(ArchiveReader archive, TarEntry entry, string path, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions
        {
            Mode = System.IO.FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            Options = FileOptions.Asynchronous,
            BufferSize = 0,
        };
        // Only the owner can read the file until it is complete.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        await using (file.ConfigureAwait(false))
        {
            var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
            try
            {
                int read;
                while ((read = await archive.ReadAsync(entry, buffer, cancellationToken).ConfigureAwait(false)) > 0)
                    await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, entry.Mode & Permissions);
        File.SetLastWriteTimeUtc(path, entry.ModificationTime.UtcDateTime);
    }

    private void CreateLink(TarEntry entry, string path, int depth)
    {
        if (externalSymlinks != ExternalSymlinkPolicy.Keep && !ArchiveName.StaysInside(entry.LinkName, depth, _isWindows))
        {
            if (externalSymlinks == ExternalSymlinkPolicy.Skip) return;
            throw ArchiveName.Unsafe(entry.Name,
                $"it is a link to '{entry.LinkName}', outside of the copied folder. "
                + "Set CopyOutOptions.ExternalSymlinkPolicy to skip or keep such links, "
                + "or set FollowLink if the source of the copy is a link");
        }

        DeleteExisting(path);
        File.CreateSymbolicLink(path, entry.LinkName);
    }

    private void CreateHardLink(TarEntry entry, string path)
    {
        var parts = GetTargetParts(entry.LinkName);
        var target = Path.Combine([root, .. parts]);
        _lastParent = "";
        if (parts.Count == 0 || target == path)
            throw ArchiveName.Unsafe(entry.Name, $"it is a hard link to '{entry.LinkName}', which is no file");
        CreateParents(entry.LinkName, parts);
        if (GetAttributes(target) is not { } attributes || (attributes & (FileAttributes.ReparsePoint | FileAttributes.Directory)) != 0)
            throw ArchiveName.Unsafe(entry.Name, $"it is a hard link to '{entry.LinkName}', which is no file in the archive");
        DeleteExisting(path);
        HostFile.CreateHardLinkOrCopy(target, path);
    }

    // Deleted before the write, so that other hard links to the file keep its content, and a link is replaced instead of followed.
    private static void DeleteExisting(string path)
    {
        if (GetAttributes(path) is not { } attributes) return;
        if (attributes.HasFlag(FileAttributes.Directory) && !attributes.HasFlag(FileAttributes.ReparsePoint))
            throw new IOException($"Cannot write '{path}': it is a folder.");
        if (attributes.HasFlag(FileAttributes.Directory) && _isWindows) Directory.Delete(path);
        else File.Delete(path);
    }

    // A link is not followed.
    private static FileAttributes? GetAttributes(string path)
    {
        try
        {
            return File.GetAttributes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
