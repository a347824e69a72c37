namespace ContainerKit.Files;

/// <summary>Something on the host that is to be copied.</summary>
/// <param name="Item">The file or folder. Of a link that is not followed, the link.</param>
/// <param name="Name">What it is called: of a link that is followed, the link's name.</param>
/// <param name="IsLink">Whether it is a link that is not followed.</param>
/// <param name="ContentOnly">Whether a folder's content is meant, and not the folder: its path ends in <c>/.</c>, or is nothing but dots.</param>
internal sealed record HostSource(FileSystemInfo Item, string Name, bool IsLink, bool ContentOnly)
{
    /// <exception cref="FileNotFoundException">There is no such file or folder.</exception>
    public static HostSource Find(string path, bool follow)
    {
        var full = Path.GetFullPath(path);
        var trimmed = Path.TrimEndingDirectorySeparator(full);
        var name = Path.GetFileName(trimmed);
        var last = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        var contentOnly = last is "." or ".." || trimmed.Length == Path.GetPathRoot(full)!.Length;
        FileSystemInfo item = Directory.Exists(trimmed) ? new DirectoryInfo(trimmed) : new FileInfo(trimmed);
        if (item.LinkTarget is not null)
        {
            // A slash after a link means what it leads to, as everywhere.
            if (!follow && !contentOnly && !Path.EndsInDirectorySeparator(path)) return new HostSource(item, name, IsLink: true, ContentOnly: false);
            var led = item.ResolveLinkTarget(returnFinalTarget: true);
            if (led is not { Exists: true }) throw new FileNotFoundException($"The link '{path}' leads nowhere.", path);
            item = led;
        }

        if (!item.Exists) throw new FileNotFoundException($"There is no file or folder '{path}' on this machine to copy.", path);
        return new HostSource(item, name, IsLink: false, contentOnly && item is DirectoryInfo);
    }
}
