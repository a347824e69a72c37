using System.Buffers;
using System.Formats.Tar;

namespace ContainerKit.Files;

/// <summary>
/// Unpacks an archive into a folder of the host, and nowhere else, whatever the archive says: names that lead out are refused, and
/// nothing is written through a link. Modes and times are kept, owners are not; the bits that lend a file's owner to whoever runs
/// it are dropped. Pipes and devices are left out.
/// </summary>
/// <param name="root">A folder that exists. The caller vouches for it and for the way to it.</param>
/// <param name="rename">What the archive's one first part is called in the folder; null to unpack what is in it straight into the folder.</param>
internal sealed class ArchiveExtractor(string root, string? rename, ExternalSymlinkPolicy outsideLinks)
{
    private const UnixFileMode Permissions = (UnixFileMode)0x1FF;

    private static readonly bool _isWindows = OperatingSystem.IsWindows();

    private readonly List<(string Path, UnixFileMode Mode, DateTimeOffset Time)> _folders = [];
    private string? _first;
    private string _lastParent = "";

    /// <summary>Unpacks all of it.</summary>
    /// <exception cref="UnsafeArchiveException">It tried to leave the folder.</exception>
    /// <exception cref="IOException">The host would not have it: a disk that is full, a file where a folder should be.</exception>
    public async Task ExtractAsync(ArchiveReader archive, CancellationToken cancellationToken)
    {
        while (await archive.NextAsync(cancellationToken).ConfigureAwait(false) is { } entry) await ExtractAsync(archive, entry, cancellationToken).ConfigureAwait(false);

        // Last and from the inside out: a folder that may not be written to could not be filled, and filling it changes its time.
        for (var i = _folders.Count - 1; i >= 0; i--)
        {
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folders[i].Path, _folders[i].Mode);
            Directory.SetLastWriteTimeUtc(_folders[i].Path, _folders[i].Time.UtcDateTime);
        }
    }

    private async Task ExtractAsync(ArchiveReader archive, TarEntry entry, CancellationToken cancellationToken)
    {
        if (entry.EntryType is TarEntryType.GlobalExtendedAttributes) return;
        var parts = Place(entry.Name);
        // The folder that everything goes into is there already, and stays as it is.
        if (parts.Count == 0 && entry.EntryType is TarEntryType.Directory) return;
        if (parts.Count == 0) throw ArchiveName.Unsafe(entry.Name, "it would take the place of the target folder");
        var path = Path.Combine([root, .. parts]);
        MakeParents(entry.Name, parts);
        switch (entry.EntryType)
        {
            case TarEntryType.Directory:
                MakeFolder(entry, path);
                break;
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                MakeRoom(path);
                await WriteFileAsync(archive, entry, path, cancellationToken).ConfigureAwait(false);
                break;
            case TarEntryType.SymbolicLink:
                MakeLink(entry, path, rename is null ? parts.Count - 1 : Math.Max(0, parts.Count - 2));
                break;
            case TarEntryType.HardLink:
                MakeHardLink(entry, path);
                break;
            case TarEntryType.Fifo or TarEntryType.CharacterDevice or TarEntryType.BlockDevice:
                break;
            default:
                throw new NotSupportedException($"Cannot unpack '{entry.Name}': entries of the kind {entry.EntryType} are not known here.");
        }
    }

    // All names in an archive of the engine's begin with that of what was asked for, or with a dot, which reads as nothing.
    private IReadOnlyList<string> Place(string name)
    {
        var parts = ArchiveName.Parts(name, _isWindows);
        _first ??= parts.Count == 0 ? "" : parts[0];
        if (_first.Length > 0)
        {
            if (parts.Count == 0 || parts[0] != _first) throw ArchiveName.Unsafe(name, $"it stands beside '{_first}', which the archive began with");
            parts = [.. parts.Skip(1)];
        }

        return rename is null ? parts : [rename, .. parts];
    }

    private void MakeParents(string name, IReadOnlyList<string> parts)
    {
        var parent = Path.Combine([root, .. parts.Take(parts.Count - 1)]);
        if (parent == _lastParent) return;
        var folder = root;
        foreach (var part in parts.Take(parts.Count - 1))
        {
            folder = Path.Combine(folder, part);
            if (Look(folder) is not { } seen) Directory.CreateDirectory(folder);
            else if (seen.HasFlag(FileAttributes.ReparsePoint)) throw ArchiveName.Unsafe(name, $"'{folder}' on its way is a link");
            else if (!seen.HasFlag(FileAttributes.Directory)) throw new IOException($"Cannot unpack '{name}': '{folder}' is a file, and has to be a folder.");
        }

        _lastParent = parent;
    }

    private void MakeFolder(TarEntry entry, string path)
    {
        if (Look(path) is not { } seen) MakePrivateFolder(path);
        else if (seen.HasFlag(FileAttributes.ReparsePoint)) throw ArchiveName.Unsafe(entry.Name, $"'{path}' is a link, and has to be a folder");
        else if (!seen.HasFlag(FileAttributes.Directory)) throw new IOException($"Cannot unpack '{entry.Name}': '{path}' is a file, and has to be a folder.");
        _folders.Add((path, entry.Mode & Permissions, entry.ModificationTime));
    }

    // It gets its own mode when all that goes into it is there.
    private static void MakePrivateFolder(string path)
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
        // For others to see only when it is whole.
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

    private void MakeLink(TarEntry entry, string path, int depth)
    {
        if (outsideLinks != ExternalSymlinkPolicy.Keep && !ArchiveName.StaysInside(entry.LinkName, depth, _isWindows))
        {
            if (outsideLinks == ExternalSymlinkPolicy.Skip) return;
            throw ArchiveName.Unsafe(entry.Name,
                $"it is a link to '{entry.LinkName}', outside of what is copied. Set CopyOutOptions.ExternalSymlinkPolicy to skip or keep such links, or FollowLink where the link itself is what to copy");
        }

        MakeRoom(path);
        File.CreateSymbolicLink(path, entry.LinkName);
    }

    private void MakeHardLink(TarEntry entry, string path)
    {
        var parts = Place(entry.LinkName);
        var target = Path.Combine([root, .. parts]);
        _lastParent = "";
        if (parts.Count == 0 || target == path) throw ArchiveName.Unsafe(entry.Name, $"it is one more name for '{entry.LinkName}', which is no file");
        MakeParents(entry.LinkName, parts);
        if (Look(target) is not { } seen || (seen & (FileAttributes.ReparsePoint | FileAttributes.Directory)) != 0)
            throw ArchiveName.Unsafe(entry.Name, $"it is one more name for '{entry.LinkName}', which is no file in the archive");
        MakeRoom(path);
        HostFile.CreateHardLinkOrCopy(target, path);
    }

    // What stands there goes first, so that a file of other names keeps its content under them, and a link is replaced instead of followed.
    private static void MakeRoom(string path)
    {
        if (Look(path) is not { } seen) return;
        if (seen.HasFlag(FileAttributes.Directory) && !seen.HasFlag(FileAttributes.ReparsePoint))
            throw new IOException($"Cannot write '{path}': it is a folder.");
        if (seen.HasFlag(FileAttributes.Directory) && _isWindows) Directory.Delete(path);
        else File.Delete(path);
    }

    // Of the thing itself, not of what it may link to.
    private static FileAttributes? Look(string path)
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
