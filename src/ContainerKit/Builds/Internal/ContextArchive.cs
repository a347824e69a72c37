using System.Formats.Tar;
using ContainerKit.Files;

namespace ContainerKit.Builds;

/// <summary>
/// A build context as a tar stream. It is written while it is sent, so the memory use does not depend on the size of
/// the folder. Folders precede their content, names are sorted, owners are left out, and symbolic links are kept.
/// </summary>
internal sealed class ContextArchive(BuildContext context)
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    // The size field of a GNU header has 11 octal digits.
    private const long LargestSizeInGnuHeader = (8L << 30) - 1;

    /// <summary>Writes the archive.</summary>
    /// <exception cref="UnreadableContextException">A file of the context could not be read.</exception>
    public async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        var tar = new TarWriter(stream, TarEntryFormat.Gnu, leaveOpen: true);
        foreach (var (name, bytes) in context.Extra.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            using var data = new MemoryStream(bytes);
            var entry = CreateEntry(TarEntryType.RegularFile, name, Plain, DateTimeOffset.UnixEpoch, data);
            await tar.WriteEntryAsync(entry, cancellationToken).ConfigureAwait(false);
        }

        if (context.Folder is { } folder)
        {
            var directory = new DirectoryInfo(folder);
            await WriteFolderAsync(tar, directory, "", IgnoreRules.MatchResult.Top, [], cancellationToken).ConfigureAwait(false);
        }

        // Not disposed after an error: the end marker would make an incomplete archive look complete.
        await tar.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Writes the included content of a folder.</summary>
    /// <param name="tar">The archive.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="prefix">The name of the folder in the archive, with a trailing slash.</param>
    /// <param name="parent">The result of the rules for the folder.</param>
    /// <param name="pending">
    /// The excluded folders on the path to this one that are not in the archive yet. They are written before the first
    /// included file in them.
    /// </param>
    /// <param name="cancellationToken">Cancels the work.</param>
    private async Task WriteFolderAsync(
        TarWriter tar,
        DirectoryInfo folder,
        string prefix,
        IgnoreRules.MatchResult parent,
        List<(DirectoryInfo Folder, string Name)> pending,
        CancellationToken cancellationToken)
    {
        foreach (var item in List(folder, parent.IsExcluded))
        {
            var name = prefix + item.Name;
            var result = context.Rules.Match(name, parent);
            var subfolder = item is DirectoryInfo { LinkTarget: null } directory ? directory : null;
            if (!result.IsExcluded && !context.Extra.ContainsKey(name))
            {
                foreach (var (pendingFolder, pendingName) in pending)
                    await WriteAsync(tar, pendingFolder, pendingName, isFolder: true, cancellationToken).ConfigureAwait(false);
                pending.Clear();
                await WriteAsync(tar, item, name, subfolder is not null, cancellationToken).ConfigureAwait(false);
            }

            if (subfolder is null || (result.IsExcluded && !context.Rules.MayContainIncluded(name))) continue;
            if (result.IsExcluded) pending.Add((subfolder, name));
            await WriteFolderAsync(tar, subfolder, name + "/", result, pending, cancellationToken).ConfigureAwait(false);
            if (pending.Count > 0 && pending[^1].Name == name) pending.RemoveAt(pending.Count - 1);
        }
    }

    private static List<FileSystemInfo> List(DirectoryInfo folder, bool isExcluded)
    {
        try
        {
            return [.. folder.EnumerateFileSystemInfos().OrderBy(item => item.Name, StringComparer.Ordinal)];
        }
        catch (Exception e) when (isExcluded && e is (UnauthorizedAccessException or DirectoryNotFoundException))
        {
            // An excluded folder is read only to find exceptions. An unreadable or removed one has none.
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableContextException(folder.FullName, e);
        }
    }

    private static async Task WriteAsync(
        TarWriter tar, FileSystemInfo item, string name, bool isFolder, CancellationToken cancellationToken)
    {
        if (item.LinkTarget is { } target)
        {
            var link = CreateEntry(TarEntryType.SymbolicLink, name, Executable, item.LastWriteTimeUtc, data: null);
            link.LinkName = ArchiveName.NormalizeLinkTarget(target, OperatingSystem.IsWindows());
            await tar.WriteEntryAsync(link, cancellationToken).ConfigureAwait(false);
            return;
        }

        // Windows has no Unix modes, and a program from there must be executable in the image.
        var mode = Access(item.FullName, () => OperatingSystem.IsWindows() ? Executable : File.GetUnixFileMode(item.FullName));
        if (isFolder)
        {
            var entry = CreateEntry(TarEntryType.Directory, name + "/", mode, item.LastWriteTimeUtc, data: null);
            await tar.WriteEntryAsync(entry, cancellationToken).ConfigureAwait(false);
            return;
        }

        // An empty file is not opened: it may be a named pipe, and opening one blocks.
        var file = (FileInfo)item;
        using var data = Access(file.FullName, () => file.Length == 0 ? null : new FixedLengthFileStream(file.FullName));
        var fileEntry = CreateEntry(TarEntryType.RegularFile, name, mode, file.LastWriteTimeUtc, data);
        await tar.WriteEntryAsync(fileEntry, cancellationToken).ConfigureAwait(false);
    }

    // BuildKit distinguishes an archive from a Dockerfile by its first bytes, which must be a complete tar header
    // (isArchive in https://github.com/moby/buildkit/blob/master/frontend/dockerui/context.go). A GNU header comes
    // first; a PAX entry starts with an extended header and is used only for sizes that a GNU header cannot store.
    private static PosixTarEntry CreateEntry(TarEntryType type, string name, UnixFileMode mode, DateTimeOffset time, Stream? data)
    {
        PosixTarEntry entry = data?.Length > LargestSizeInGnuHeader
            ? new PaxTarEntry(type, name)
            : new GnuTarEntry(type, name) { AccessTime = default, ChangeTime = default };
        (entry.Mode, entry.ModificationTime) = (mode, time);
        // Entries of links and folders throw on every assignment, even of null.
        if (data is not null) entry.DataStream = data;
        return entry;
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
