using ContainerKit.Diagnostics;

namespace ContainerKit.Files;

/// <summary>A file, link or folder of the host that is to be copied.</summary>
/// <param name="Item">The file or folder; the link itself if it is not followed.</param>
/// <param name="Name">The name of the copy; the name of the link if it is followed.</param>
/// <param name="IsLink">Indicates whether the item is a link that is not followed.</param>
/// <param name="ContentOnly">
/// Indicates whether the content of a folder is copied without the folder: the path ends in <c>/.</c> or <c>/..</c>, or is a
/// root folder.
/// </param>
internal sealed record HostSource(FileSystemInfo Item, string Name, bool IsLink, bool ContentOnly)
{
    /// <summary>Finds the item of a path.</summary>
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
            // A slash after a link means its target, as in a POSIX path.
            if (!follow && !contentOnly && !Path.EndsInDirectorySeparator(path))
                return new HostSource(item, name, IsLink: true, ContentOnly: false);
            var target = item.ResolveLinkTarget(returnFinalTarget: true);
            if (target is not { Exists: true })
                throw new FileNotFoundException($"The target of the link '{VisibleText.Line(path)}' does not exist.", path);
            item = target;
        }

        if (!item.Exists)
            throw new FileNotFoundException($"There is no file or folder '{VisibleText.Line(path)}' on this machine to copy.", path);
        return new HostSource(item, name, IsLink: false, contentOnly && item is DirectoryInfo);
    }
}
