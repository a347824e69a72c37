using ContainerKit.Files;

namespace ContainerKit.Builds;

/// <summary>
/// Lists the included items of a build context. Folders precede their content, and names are sorted by their bytes, as BuildKit
/// requires. Sockets are left out.
/// </summary>
/// <param name="folder">The absolute path of the context.</param>
/// <param name="filter">The filter.</param>
/// <param name="visit">Receives the items in order. An item is open until the returned task ends.</param>
internal sealed class ContextWalk(string folder, ContextFilter filter, Func<ContextItem, CancellationToken, Task> visit)
{
    private readonly Dictionary<(ulong Device, ulong Inode), string> _hardLinks = [];

    /// <summary>Lists the items.</summary>
    /// <exception cref="UnreadableContextException">An item could not be read.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var root = Access(folder, () => HostFolder.Open(folder));
        await VisitFolderAsync(root, "", ContextFilter.Result.Top, [], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads from the context.</summary>
    /// <exception cref="UnreadableContextException">Reading failed.</exception>
    public static T Access<T>(string path, Func<T> read)
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

    /// <summary>Visits the included content of a folder.</summary>
    /// <param name="current">The folder.</param>
    /// <param name="prefix">The name of the folder, with a trailing slash.</param>
    /// <param name="parent">The result of the filter for the folder.</param>
    /// <param name="pending">
    /// The excluded folders on the path to this one that were not visited yet. They are visited before the first included item in them.
    /// </param>
    /// <param name="cancellationToken">Cancels the work.</param>
    private async Task VisitFolderAsync(
        HostFolder current,
        string prefix,
        ContextFilter.Result parent,
        List<ContextItem> pending,
        CancellationToken cancellationToken)
    {
        foreach (var name in List(current, parent.IsExcluded))
        {
            // Nothing is visited, and so nothing is canceled, while all items are excluded.
            cancellationToken.ThrowIfCancellationRequested();
            var path = prefix + name;
            var result = filter.Evaluate(path, parent, cancellationToken);
            if (result.IsExcluded)
            {
                if (!filter.MayContainIncluded(path, result) || TryOpenExcludedFolder(current, name) is not { } excluded) continue;
                using (excluded)
                {
                    var item = new ContextItem(path, excluded.Item, excluded.Path);
                    pending.Add(item);
                    await VisitFolderAsync(excluded, path + "/", result, pending, cancellationToken).ConfigureAwait(false);
                    if (pending.Count > 0 && pending[^1] == item) pending.RemoveAt(pending.Count - 1);
                }
            }
            else
            {
                using var source = Access(current.GetPath(name), () => current.OpenEntry(name));
                // As in the Docker CLI, which logs "sockets not supported".
                if (source.Item.Kind == HostItemKind.Socket) continue;
                foreach (var item in pending) await visit(item, cancellationToken).ConfigureAwait(false);
                pending.Clear();
                await visit(CreateItem(path, source, current.GetPath(name)), cancellationToken).ConfigureAwait(false);
                if (source.Folder is { } subfolder)
                    await VisitFolderAsync(subfolder, path + "/", result, pending, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private ContextItem CreateItem(string name, HostEntry source, string path)
    {
        var target = source.LinkTarget is { } link ? ArchiveName.NormalizeLinkTarget(link, OperatingSystem.IsWindows()) : null;
        var isHardLink = source.Item is { Kind: HostItemKind.File, HasHardLinks: true, Identity: { } identity }
            && !_hardLinks.TryAdd(identity, name);
        return new ContextItem(name, source.Item, path)
        {
            Source = source,
            LinkTarget = target,
            HardLink = isHardLink ? _hardLinks[source.Item.Identity!.Value] : null,
        };
    }

    private static List<string> List(HostFolder folder, bool isExcluded)
    {
        try
        {
            var names = folder.List().Select(name => (Name: name, Bytes: PathText.Encode(name))).ToList();
            names.Sort((one, other) => one.Bytes.AsSpan().SequenceCompareTo(other.Bytes));
            return names.ConvertAll(name => name.Name);
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
}
