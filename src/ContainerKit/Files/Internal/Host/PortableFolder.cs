namespace ContainerKit.Files;

/// <summary>
/// A folder by its path, for Windows, macOS and 32-bit Linux. A path may be replaced by a link between two calls, so each
/// method looks for links after its access and then fails. Names that are not valid UTF-8 are rejected.
/// </summary>
internal sealed class PortableFolder : HostFolder
{
    private readonly PortableFolder? _parent;

    /// <summary>Opens a folder.</summary>
    /// <param name="path">The path of the folder.</param>
    /// <param name="parent">The folder that contains it; null if the path is trusted.</param>
    public PortableFolder(string path, PortableFolder? parent)
    {
        _parent = parent;
        Path = path;
        if (!Directory.Exists(path)) throw new DirectoryNotFoundException($"Could not find a part of the path '{path}'.");
        Item = ToItem(new DirectoryInfo(path), HostItemKind.Folder);
    }

    public override string Path { get; }

    public override string RealPath => Path;

    public override HostItem Item { get; }

    public override IReadOnlyList<string> List()
    {
        var names = Directory.EnumerateFileSystemEntries(Path, "*", new EnumerationOptions
        {
            AttributesToSkip = 0,
            IgnoreInaccessible = false,
            MatchType = MatchType.Simple,
        }).Select(path => System.IO.Path.GetFileName(path)).ToList();
        ThrowIfReplaced();
        return names;
    }

    public override HostItem? Find(string name)
    {
        var path = Combine(name);
        FileAttributes attributes;
        try
        {
            attributes = File.GetAttributes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        FileSystemInfo info = attributes.HasFlag(FileAttributes.Directory) ? new DirectoryInfo(path) : new FileInfo(path);
        return ToItem(info, info.LinkTarget is not null ? HostItemKind.Link
            : info is DirectoryInfo ? HostItemKind.Folder : HostItemKind.File);
    }

    public override string? ReadLink(string name) => new FileInfo(Combine(name)).LinkTarget;

    public override HostFolder? TryOpenFolder(string name) =>
        Find(name) is { Kind: HostItemKind.Folder } ? new PortableFolder(Combine(name), this) : null;

    public override HostFileStream? TryOpenFile(string name)
    {
        var path = Combine(name);
        if (Find(name) is not { Kind: HostItemKind.File } item) return null;
        // On macOS this call takes the advisory lock of .NET, so a file that another .NET process opened with
        // FileShare.None cannot be read. On Windows that lock is one of the system.
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (new FileInfo(path).LinkTarget is not null || IsReplaced())
        {
            handle.Dispose();
            return null;
        }

        return new HostFileStream(handle, item with { Length = RandomAccess.GetLength(handle) }, path);
    }

    protected override byte[]? GetCapabilities(string name) => null;

    public override void CreateFolder(string name, bool isPrivate)
    {
        if (isPrivate && !OperatingSystem.IsWindows())
            Directory.CreateDirectory(Combine(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        else Directory.CreateDirectory(Combine(name));
        ThrowIfReplaced();
    }

    public override HostFileStream CreateFile(string name)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
        };
        // Only the owner can read the file until it is complete.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(Combine(name), options);
        var stream = new HostFileStream(file.SafeFileHandle, ToItem(new FileInfo(Combine(name)), HostItemKind.File), Combine(name));
        if (!IsReplaced()) return stream;
        stream.Dispose();
        throw Replaced();
    }

    public override void Rename(string name, string newName)
    {
        ThrowIfReplaced();
        DeleteLink(newName);
        File.Move(Combine(name), Combine(newName), overwrite: true);
    }

    public override void Delete(string name)
    {
        ThrowIfReplaced();
        DeleteLink(name);
        File.Delete(Combine(name));
    }

    public override void CreateLink(string name, string target)
    {
        ThrowIfReplaced();
        Check(target);
        File.CreateSymbolicLink(Combine(name), target);
    }

    public override bool TryCreateHardLink(HostFolder folder, string existing, string name)
    {
        ThrowIfReplaced();
        HostFile.CreateHardLinkOrCopy(((PortableFolder)folder).Combine(existing), Combine(name));
        return true;
    }

    public override void SetMetadata(UnixFileMode mode, UnixTime time)
    {
        ThrowIfReplaced();
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path, mode);
        Directory.SetLastWriteTimeUtc(Path, time.ToDateTime());
    }

    private static HostItem ToItem(FileSystemInfo info, HostItemKind kind) => new(
        kind,
        info is FileInfo file && kind == HostItemKind.File ? file.Length : 0,
        OperatingSystem.IsWindows() ? HostItem.DefaultMode : info.UnixFileMode,
        UnixTime.From(new DateTimeOffset(info.LastWriteTimeUtc)));

    private static void Check(string text)
    {
        if (PathText.HasInvalidBytes(text))
            throw new IOException($"The name '{PathText.Display(text)}' is not valid UTF-8, which this system requires.");
        if (text.Contains('\0', StringComparison.Ordinal)) throw new IOException($"The name '{text}' contains a null character.");
    }

    private string Combine(string name)
    {
        Check(name);
        return System.IO.Path.Combine(Path, name);
    }

    // A link to a folder is a folder for Windows.
    private void DeleteLink(string name)
    {
        var link = new DirectoryInfo(Combine(name));
        if (OperatingSystem.IsWindows() && link is { Exists: true, LinkTarget: not null }) link.Delete();
    }

    private bool IsReplaced()
    {
        for (var folder = this; folder._parent is not null; folder = folder._parent)
        {
            if (new DirectoryInfo(folder.Path) is not { Exists: true, LinkTarget: null }) return true;
        }

        return false;
    }

    private void ThrowIfReplaced()
    {
        if (IsReplaced()) throw Replaced();
    }

    private IOException Replaced() => new($"Could not access '{Path}': it was replaced or deleted during the copy.");
}
