using System.Formats.Tar;
using ContainerKit.Files;

namespace ContainerKit.Builds;

/// <summary>
/// A build's context as a tar stream, written while it is sent, so that memory holds one buffer whatever the folder's size. Folders come before
/// what is in them and names in their order, owners are nobody's, links stay links.
/// </summary>
internal sealed class ContextArchive(BuildContext context)
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const long LargestInPlainHead = (8L << 30) - 1;

    /// <exception cref="UnreadableContextException">A file of the context could not be read.</exception>
    public async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        var tar = new TarWriter(stream, TarEntryFormat.Gnu, leaveOpen: true);
        foreach (var (name, bytes) in context.Extra.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            using var data = new MemoryStream(bytes);
            await tar.WriteEntryAsync(Entry(TarEntryType.RegularFile, name, Plain, DateTimeOffset.UnixEpoch, data), cancellationToken).ConfigureAwait(false);
        }

        if (context.Folder is { } folder) await WriteFolderAsync(tar, new DirectoryInfo(folder), "", IgnoreRules.MatchResult.Top, [], cancellationToken).ConfigureAwait(false);
        // Only what is whole gets an end.
        await tar.DisposeAsync().ConfigureAwait(false);
    }

    /// <param name="held">The folders above that are left out, unless something in them is not: they then go before it, with modes of their own.</param>
    private async Task WriteFolderAsync(
        TarWriter tar, DirectoryInfo folder, string prefix, IgnoreRules.MatchResult above, List<(DirectoryInfo Folder, string Name)> held, CancellationToken cancellationToken)
    {
        foreach (var item in Content(folder, above.IsLeftOut))
        {
            var name = prefix + item.Name;
            var verdict = context.Rules.Judge(name, above);
            var inside = item is DirectoryInfo { LinkTarget: null } real ? real : null;
            if (!verdict.IsLeftOut && !context.Extra.ContainsKey(name))
            {
                foreach (var parent in held) await WriteAsync(tar, parent.Folder, parent.Name, isFolder: true, cancellationToken).ConfigureAwait(false);
                held.Clear();
                await WriteAsync(tar, item, name, inside is not null, cancellationToken).ConfigureAwait(false);
            }

            if (inside is null || (verdict.IsLeftOut && !context.Rules.MayHoldExceptions(name))) continue;
            if (verdict.IsLeftOut) held.Add((inside, name));
            await WriteFolderAsync(tar, inside, name + "/", verdict, held, cancellationToken).ConfigureAwait(false);
            if (held.Count > 0 && held[^1].Name == name) held.RemoveAt(held.Count - 1);
        }
    }

    private static List<FileSystemInfo> Content(DirectoryInfo folder, bool isLeftOut)
    {
        try
        {
            return [.. folder.EnumerateFileSystemInfos().OrderBy(item => item.Name, StringComparer.Ordinal)];
        }
        catch (Exception e) when (isLeftOut && e is (UnauthorizedAccessException or DirectoryNotFoundException))
        {
            // It was looked into for exceptions alone, and what nobody may read, or is gone, is none.
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableContextException(folder.FullName, e);
        }
    }

    private static async Task WriteAsync(TarWriter tar, FileSystemInfo item, string name, bool isFolder, CancellationToken cancellationToken)
    {
        if (item.LinkTarget is { } target)
        {
            var link = Entry(TarEntryType.SymbolicLink, name, Executable, item.LastWriteTimeUtc, data: null);
            link.LinkName = ArchiveName.NormalizeLinkTarget(target, OperatingSystem.IsWindows());
            await tar.WriteEntryAsync(link, cancellationToken).ConfigureAwait(false);
            return;
        }

        // Windows keeps no such modes; what may be run there has to be runnable in the image.
        var mode = Local(item.FullName, () => OperatingSystem.IsWindows() ? Executable : File.GetUnixFileMode(item.FullName));
        if (isFolder)
        {
            await tar.WriteEntryAsync(Entry(TarEntryType.Directory, name + "/", mode, item.LastWriteTimeUtc, data: null), cancellationToken).ConfigureAwait(false);
            return;
        }

        // Nothing is opened that is empty: a pipe among the files would be waited for.
        var file = (FileInfo)item;
        using var data = Local(file.FullName, () => file.Length == 0 ? null : new FixedLengthFileStream(file.FullName));
        await tar.WriteEntryAsync(Entry(TarEntryType.RegularFile, name, mode, file.LastWriteTimeUtc, data), cancellationToken).ConfigureAwait(false);
    }

    // BuildKit looks for a plain head in the first bytes to tell a context from a Dockerfile, so the format is the one that begins with it; only
    // what its head has no room for is written in the other.
    private static PosixTarEntry Entry(TarEntryType type, string name, UnixFileMode mode, DateTimeOffset time, Stream? data)
    {
        PosixTarEntry entry = data?.Length > LargestInPlainHead
            ? new PaxTarEntry(type, name)
            : new GnuTarEntry(type, name) { AccessTime = default, ChangeTime = default };
        (entry.Mode, entry.ModificationTime) = (mode, time);
        // Links and folders refuse to be told even that they have none.
        if (data is not null) entry.DataStream = data;
        return entry;
    }

    private static T Local<T>(string path, Func<T> look)
    {
        try
        {
            return look();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableContextException(path, e);
        }
    }
}
