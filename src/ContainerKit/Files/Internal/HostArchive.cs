using System.Formats.Tar;

namespace ContainerKit.Files;

/// <summary>Writes what is on the host into an archive, while it is read: folders, files, and links as links. Pipes, sockets and devices are left out.</summary>
internal sealed class HostArchive(TarWriter archive, FileOwner owner, UnixFileMode? fileMode)
{
    private const UnixFileMode WithoutModes =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly Dictionary<(ulong Device, ulong Inode), string> _twins = [];

    public HostArchive(Stream stream, FileOwner owner, UnixFileMode? fileMode)
        : this(new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true), owner, fileMode)
    {
    }

    /// <summary>Writes a file, a link, or a folder with all that is in it.</summary>
    /// <param name="name">What it is called in the archive.</param>
    public async Task AddAsync(FileSystemInfo source, string name, CancellationToken cancellationToken)
    {
        if (source.LinkTarget is { } target)
        {
            await WriteAsync(Entry(TarEntryType.SymbolicLink, name, source, WithoutModes, ArchiveName.NormalizeLinkTarget(target, OperatingSystem.IsWindows())), cancellationToken).ConfigureAwait(false);
        }
        else if (source is DirectoryInfo folder)
        {
            await WriteAsync(Entry(TarEntryType.Directory, name + "/", source, Mode(source)), cancellationToken).ConfigureAwait(false);
            await AddContentAsync(folder, name + "/", cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await AddFileAsync((FileInfo)source, name, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes what is in a folder, without the folder itself.</summary>
    /// <param name="prefix">What stands before each name in the archive.</param>
    public async Task AddContentAsync(DirectoryInfo folder, string prefix, CancellationToken cancellationToken)
    {
        foreach (var item in folder.EnumerateFileSystemInfos())
            await AddAsync(item, prefix + item.Name, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a folder that the host need not have.</summary>
    public Task AddFolderAsync(string name, DateTimeOffset time, CancellationToken cancellationToken) =>
        WriteAsync(Entry(TarEntryType.Directory, name + "/", time, WithoutModes), cancellationToken);

    /// <summary>Writes a file whose content comes from a stream of a known length.</summary>
    public async Task AddFileAsync(string name, Stream content, long length, UnixFileMode mode, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var entry = Entry(TarEntryType.RegularFile, name, time, mode);
        var exact = new ExactLengthStream(content, length, "The stream");
        entry.DataStream = exact;
        await WriteAsync(entry, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the end. An archive that failed in the middle must not get one: it would pass for whole.</summary>
    public ValueTask FinishAsync() => archive.DisposeAsync();

    private async Task AddFileAsync(FileInfo file, string name, CancellationToken cancellationToken)
    {
        var facts = HostFile.GetMetadata(file.FullName);
        if (!facts.IsPlain) return;
        if (facts.HardLinkId is { } twin && !_twins.TryAdd(twin, name))
        {
            await WriteAsync(Entry(TarEntryType.HardLink, name, file, fileMode ?? Mode(file), _twins[twin]), cancellationToken).ConfigureAwait(false);
            return;
        }

        // Others may write to it, or remove it, while it is read: what counts is what it was when its turn came.
        var content = new FileStream(file.FullName, new FileStreamOptions
        {
            Mode = System.IO.FileMode.Open,
            Access = FileAccess.Read,
            Share = FileShare.ReadWrite | FileShare.Delete,
            Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            BufferSize = 0,
        });
        await using (content.ConfigureAwait(false))
        {
            var entry = Entry(TarEntryType.RegularFile, name, file, fileMode ?? Mode(file));
            entry.DataStream = new ExactLengthStream(content, content.Length, file.FullName);
            await WriteAsync(entry, cancellationToken).ConfigureAwait(false);
        }
    }

    private PaxTarEntry Entry(TarEntryType type, string name, FileSystemInfo source, UnixFileMode mode, string? link = null) =>
        Entry(type, name, new DateTimeOffset(source.LastWriteTimeUtc), mode, link);

    private PaxTarEntry Entry(TarEntryType type, string name, DateTimeOffset time, UnixFileMode mode, string? link = null)
    {
        var entry = new PaxTarEntry(type, name) { Mode = mode, Uid = owner.UserId, Gid = owner.GroupId, ModificationTime = time };
        if (link is not null) entry.LinkName = link;
        return entry;
    }

    private Task WriteAsync(PaxTarEntry entry, CancellationToken cancellationToken) => archive.WriteEntryAsync(entry, cancellationToken);

    private static UnixFileMode Mode(FileSystemInfo source) => OperatingSystem.IsWindows() ? WithoutModes : source.UnixFileMode;
}
