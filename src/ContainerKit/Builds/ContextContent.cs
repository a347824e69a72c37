using System.Formats.Tar;
using System.Net;
using System.Net.Http.Headers;
using ContainerKit.Streams;

namespace ContainerKit.Builds;

/// <summary>
/// A build's context as the body of a request: a tar stream written while it is sent, so that memory holds one buffer whatever the folder's
/// size. Folders come before what is in them and names in their order, owners are nobody's, links stay links.
/// </summary>
internal sealed class ContextContent : HttpContent
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const long LargestInPlainHead = (8L << 30) - 1;

    private readonly BuildContext _context;

    public ContextContent(BuildContext context)
    {
        _context = context;
        Headers.ContentType = new MediaTypeHeaderValue("application/x-tar");
    }

    /// <summary>What went wrong with a file of the context; the request that was sending it broke off for that.</summary>
    public Exception? Fault { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffered = new BufferedStream(stream, 64 * 1024);
        var tar = new TarWriter(buffered, TarEntryFormat.Gnu, leaveOpen: true);
        await using (tar.ConfigureAwait(false))
        {
            foreach (var (name, bytes) in _context.Extra.OrderBy(file => file.Key, StringComparer.Ordinal))
            {
                using var data = new MemoryStream(bytes);
                await tar.WriteEntryAsync(Entry(TarEntryType.RegularFile, name, Plain, DateTimeOffset.UnixEpoch, data), cancellationToken).ConfigureAwait(false);
            }

            if (_context.Folder is { } folder) await WriteFolderAsync(tar, new DirectoryInfo(folder), "", IgnoreRules.Verdict.Top, cancellationToken).ConfigureAwait(false);
        }

        await buffered.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private async Task WriteFolderAsync(TarWriter tar, DirectoryInfo folder, string prefix, IgnoreRules.Verdict above, CancellationToken cancellationToken)
    {
        foreach (var item in Local(folder.FullName, () => folder.EnumerateFileSystemInfos().OrderBy(item => item.Name, StringComparer.Ordinal).ToList()))
        {
            var name = prefix + item.Name;
            var verdict = _context.Rules.Judge(name, above);
            var isFolder = item is DirectoryInfo && item.LinkTarget is null;
            if (!verdict.IsLeftOut && !_context.Extra.ContainsKey(name)) await WriteAsync(tar, item, name, isFolder, cancellationToken).ConfigureAwait(false);
            if (isFolder && (!verdict.IsLeftOut || _context.Rules.MayHoldExceptions(name)))
                await WriteFolderAsync(tar, (DirectoryInfo)item, name + "/", verdict, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(TarWriter tar, FileSystemInfo item, string name, bool isFolder, CancellationToken cancellationToken)
    {
        if (item.LinkTarget is { } target)
        {
            var link = Entry(TarEntryType.SymbolicLink, name, Executable, item.LastWriteTimeUtc, data: null);
            link.LinkName = OperatingSystem.IsWindows() ? target.Replace('\\', '/') : target;
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
        using var data = Local(file.FullName, () => file.Length == 0 ? null : new SteadyFileStream(file.FullName));
        try
        {
            await tar.WriteEntryAsync(Entry(TarEntryType.RegularFile, name, mode, file.LastWriteTimeUtc, data), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (data?.Fault is not null)
        {
            Fault = data.Fault;
            throw new CallerFaultException(Fault);
        }
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

    // What fails on this machine is no failure of the engine's.
    private T Local<T>(string path, Func<T> look)
    {
        try
        {
            return look();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Fault = new IOException($"'{path}' of its context could not be read: {e.Message}", e);
            throw new CallerFaultException(Fault);
        }
    }
}
