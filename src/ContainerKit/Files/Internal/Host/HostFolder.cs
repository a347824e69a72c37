namespace ContainerKit.Files;

/// <summary>
/// An opened folder of this machine. Its methods take the name of one item in it, in the form of <see cref="PathText"/>, and
/// never follow a link. On Linux the folder is a file descriptor, so that the methods work in this very folder whatever is
/// renamed meanwhile. Elsewhere they use paths, and check for links after each access.
/// </summary>
internal abstract class HostFolder : IDisposable
{
    // An item that other processes replace in the middle of OpenEntry is looked at again.
    private const int MaximumAttempts = 10;

    /// <summary>The path of the folder, for messages.</summary>
    public abstract string Path { get; }

    /// <summary>The path of the folder without links.</summary>
    public abstract string RealPath { get; }

    /// <summary>The metadata of the folder.</summary>
    public abstract HostItem Item { get; }

    /// <summary>Opens a folder whose path is trusted. Links in the path are followed.</summary>
    /// <exception cref="IOException">The folder does not exist or cannot be opened.</exception>
    public static HostFolder Open(string path) =>
        UnixFiles.IsAvailable ? UnixFolder.OpenTrusted(path) : new PortableFolder(path, parent: null);

    /// <summary>Opens the parent folder of a path that is trusted, and returns the last name of the path.</summary>
    public static (HostFolder Folder, string Name) OpenParent(string path)
    {
        path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        return (Open(System.IO.Path.GetDirectoryName(path)!), System.IO.Path.GetFileName(path));
    }

    /// <summary>Returns the path of an item, for messages.</summary>
    public string GetPath(string name) => System.IO.Path.Combine(Path, PathText.Display(name));

    /// <summary>Opens an item of any kind.</summary>
    /// <exception cref="FileNotFoundException">There is no such item.</exception>
    /// <exception cref="IOException">The item cannot be opened.</exception>
    public HostEntry OpenEntry(string name)
    {
        for (var attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            var item = Find(name) ?? throw new FileNotFoundException($"Could not find file '{GetPath(name)}'.", GetPath(name));
            switch (item.Kind)
            {
                case HostItemKind.Link when ReadLink(name) is { } target:
                    return new HostEntry(item) { LinkTarget = target };
                case HostItemKind.Folder when TryOpenFolder(name) is { } folder:
                    return new HostEntry(folder.Item) { Folder = folder };
                case HostItemKind.File when item.Length > 0 && TryOpenFile(name) is { } content:
                    return new HostEntry(content.Item) { Content = content, Capabilities = content.GetCapabilities() };
                case HostItemKind.File when item.Length == 0:
                    return new HostEntry(item) { Capabilities = GetCapabilities(name) };
                case HostItemKind.File:
                case HostItemKind.Link or HostItemKind.Folder:
                    continue;
                default:
                    return new HostEntry(item);
            }
        }

        throw new IOException($"Could not read '{GetPath(name)}': it was replaced again and again while it was opened.");
    }

    /// <summary>Returns the names of all items in the folder.</summary>
    public abstract IReadOnlyList<string> List();

    /// <summary>Returns the metadata of an item; null if there is none.</summary>
    public abstract HostItem? Find(string name);

    /// <summary>Returns the target of a link; null if there is no link of this name any more.</summary>
    public abstract string? ReadLink(string name);

    /// <summary>Opens a folder; null if there is no folder of this name, or a link.</summary>
    public abstract HostFolder? TryOpenFolder(string name);

    /// <summary>Opens a regular file for reading; null if there is no regular file of this name, or a link.</summary>
    public abstract HostFileStream? TryOpenFile(string name);

    /// <summary>Returns the capabilities of a file, without opening it; null if it has none.</summary>
    protected abstract byte[]? GetCapabilities(string name);

    /// <summary>Creates a folder.</summary>
    /// <param name="name">The name.</param>
    /// <param name="isPrivate">Indicates whether only this user may read it, until its mode is set.</param>
    public abstract void CreateFolder(string name, bool isPrivate);

    /// <summary>Creates a file that only this user may read, for writing. An existing file is an error.</summary>
    public abstract HostFileStream CreateFile(string name);

    /// <summary>Gives a file another name. An existing file or link of that name is replaced.</summary>
    public abstract void Rename(string name, string newName);

    /// <summary>Deletes a file or a link, if there is one.</summary>
    public abstract void Delete(string name);

    /// <summary>Creates a symbolic link.</summary>
    public abstract void CreateLink(string name, string target);

    /// <summary>Gives a file in another folder a second name in this one.</summary>
    /// <returns>False if the file system has no hard links, or allows none to this file.</returns>
    public abstract bool TryCreateHardLink(HostFolder folder, string existing, string name);

    /// <summary>Sets the mode and the time of the folder itself.</summary>
    public abstract void SetMetadata(UnixFileMode mode, UnixTime time);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the folder.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
