namespace ContainerKit.Files;

/// <summary>
/// The opened folders from a root folder down to the last entered one. Consecutive entries of an archive are mostly in the
/// same folder, so only the differing part of a path is opened again.
/// </summary>
internal sealed class FolderPath(HostFolder root) : IDisposable
{
    private readonly List<(string Name, HostFolder Folder)> _entered = [];

    /// <summary>Opens a folder below the root. It is disposed with this object, or when another folder is entered.</summary>
    /// <param name="entry">The name of the entry in the archive, for messages.</param>
    /// <param name="parts">The names of the folders from the root.</param>
    /// <param name="create">Indicates whether missing folders are created.</param>
    /// <exception cref="UnsafeArchiveException">One of the folders is a link.</exception>
    /// <exception cref="IOException">One of the folders is a file.</exception>
    public HostFolder Enter(string entry, IReadOnlyList<string> parts, bool create)
    {
        var common = 0;
        while (common < parts.Count && common < _entered.Count && _entered[common].Name == parts[common]) common++;
        Leave(common);
        for (var i = common; i < parts.Count; i++)
        {
            var parent = i == 0 ? root : _entered[i - 1].Folder;
            _entered.Add((parts[i], Open(entry, parent, parts[i], create)));
        }

        return parts.Count == 0 ? root : _entered[^1].Folder;
    }

    public void Dispose()
    {
        Leave(0);
        root.Dispose();
    }

    private void Leave(int count)
    {
        for (var i = _entered.Count - 1; i >= count; i--) _entered[i].Folder.Dispose();
        _entered.RemoveRange(count, _entered.Count - count);
    }

    private static HostFolder Open(string entry, HostFolder parent, string name, bool create)
    {
        if (create && parent.Find(name) is null) parent.CreateFolder(name, isPrivate: false);
        if (parent.TryOpenFolder(name) is { } folder) return folder;
        var path = parent.GetPath(name);
        throw parent.Find(name)?.Kind switch
        {
            HostItemKind.Link => ArchiveName.Unsafe(entry, $"'{path}' is a link, and must be a folder"),
            null => new IOException($"Cannot extract '{PathText.Display(entry)}': '{path}' was deleted during the copy."),
            _ => new IOException($"Cannot extract '{PathText.Display(entry)}': '{path}' is a file, and must be a folder."),
        };
    }
}
