using System.Formats.Tar;

namespace ContainerKit.Files;

/// <summary>
/// Writes files, folders and links of the host into an archive that is created while it is sent. Pipes, sockets and devices
/// are skipped.
/// </summary>
internal sealed class HostArchive(TarWriter archive, FileOwner owner, UnixFileMode? fileMode)
{
    private const UnixFileMode DefaultMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly Dictionary<(ulong Device, ulong Inode), string> _hardLinks = [];

    public HostArchive(Stream stream, FileOwner owner, UnixFileMode? fileMode)
        : this(new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true), owner, fileMode)
    {
    }

    /// <summary>Writes a file, a link, or a folder with its content.</summary>
    /// <param name="source">The file, link or folder on the host.</param>
    /// <param name="name">The name in the archive.</param>
    /// <param name="cancellationToken">Cancels writing.</param>
    public async Task AddAsync(FileSystemInfo source, string name, CancellationToken cancellationToken)
    {
        if (source.LinkTarget is { } target)
        {
            var linkTarget = ArchiveName.NormalizeLinkTarget(target, OperatingSystem.IsWindows());
            var entry = CreateEntry(TarEntryType.SymbolicLink, name, source, DefaultMode, linkTarget);
            await WriteAsync(entry, cancellationToken).ConfigureAwait(false);
        }
        else if (source is DirectoryInfo folder)
        {
            await WriteAsync(CreateEntry(TarEntryType.Directory, name + "/", source, GetMode(source)), cancellationToken)
                .ConfigureAwait(false);
            await AddContentAsync(folder, name + "/", cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await AddFileAsync((FileInfo)source, name, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes the content of a folder, without the folder itself.</summary>
    /// <param name="folder">The folder on the host.</param>
    /// <param name="prefix">The prefix of each name in the archive.</param>
    /// <param name="cancellationToken">Cancels writing.</param>
    public async Task AddContentAsync(DirectoryInfo folder, string prefix, CancellationToken cancellationToken)
    {
        foreach (var item in folder.EnumerateFileSystemInfos())
            await AddAsync(item, prefix + item.Name, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes an empty folder that need not exist on the host.</summary>
    public Task AddFolderAsync(string name, DateTimeOffset time, CancellationToken cancellationToken) =>
        WriteAsync(CreateEntry(TarEntryType.Directory, name + "/", time, DefaultMode), cancellationToken);

    /// <summary>Writes a file whose content comes from a stream of a known length.</summary>
    public async Task AddFileAsync(
        string name, Stream content, long length, UnixFileMode mode, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var entry = CreateEntry(TarEntryType.RegularFile, name, time, mode);
        var exact = new ExactLengthStream(content, length, "The stream");
        entry.DataStream = exact;
        await WriteAsync(entry, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Writes the end of the archive. It must not be written after a failure, because the archive would then look complete.
    /// </summary>
    public ValueTask FinishAsync() => archive.DisposeAsync();

    private async Task AddFileAsync(FileInfo file, string name, CancellationToken cancellationToken)
    {
        var metadata = HostFile.GetMetadata(file.FullName);
        if (!metadata.IsPlain) return;
        if (metadata.HardLinkId is { } id && !_hardLinks.TryAdd(id, name))
        {
            var link = CreateEntry(TarEntryType.HardLink, name, file, fileMode ?? GetMode(file), _hardLinks[id]);
            await WriteAsync(link, cancellationToken).ConfigureAwait(false);
            return;
        }

        // Other processes may write to the file or delete it meanwhile. The length at this moment counts.
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
            var entry = CreateEntry(TarEntryType.RegularFile, name, file, fileMode ?? GetMode(file));
            entry.DataStream = new ExactLengthStream(content, content.Length, file.FullName);
            await WriteAsync(entry, cancellationToken).ConfigureAwait(false);
        }
    }

    private PaxTarEntry CreateEntry(TarEntryType type, string name, FileSystemInfo source, UnixFileMode mode, string? link = null) =>
        CreateEntry(type, name, new DateTimeOffset(source.LastWriteTimeUtc), mode, link);

    private PaxTarEntry CreateEntry(TarEntryType type, string name, DateTimeOffset time, UnixFileMode mode, string? link = null)
    {
        var entry = new PaxTarEntry(type, name) { Mode = mode, Uid = owner.UserId, Gid = owner.GroupId, ModificationTime = time };
        if (link is not null) entry.LinkName = link;
        return entry;
    }

    private Task WriteAsync(PaxTarEntry entry, CancellationToken cancellationToken) => archive.WriteEntryAsync(entry, cancellationToken);

    private static UnixFileMode GetMode(FileSystemInfo source) => OperatingSystem.IsWindows() ? DefaultMode : source.UnixFileMode;
}
