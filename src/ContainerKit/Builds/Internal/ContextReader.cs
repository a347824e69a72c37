using ContainerKit.Files;

namespace ContainerKit.Builds;

/// <summary>
/// Reads files of a build context, such as its <c>.dockerignore</c>. The context may be untrusted: links are followed only
/// within it, so that no other file of this machine is read and sent to the engine.
/// </summary>
internal static class ContextReader
{
    private const int MaximumLinks = 40;
    private const int MaximumSize = 16 * 1024 * 1024;

    /// <summary>Reads a file.</summary>
    /// <param name="folder">The path of the context, which is trusted.</param>
    /// <param name="path">The path of the file in the context, with slashes.</param>
    /// <returns>The content; null if there is no such file.</returns>
    /// <exception cref="IOException">The file is a link that leads out of the context, or is not a regular file.</exception>
    public static byte[]? Read(string folder, string path)
    {
        using var root = HostFolder.Open(folder);
        var opened = new Stack<HostFolder>();
        try
        {
            return Read(root, opened, path);
        }
        finally
        {
            foreach (var item in opened) item.Dispose();
        }
    }

    private static byte[]? Read(HostFolder root, Stack<HostFolder> opened, string path)
    {
        var (links, rest) = (0, new Stack<string>(path.Split('/').Reverse()));
        while (rest.TryPop(out var name))
        {
            if (name is "" or ".") continue;
            if (name == "..")
            {
                if (!opened.TryPop(out var inner)) throw LeadsOut(root, path);
                inner.Dispose();
                continue;
            }

            using var entry = OpenEntry(opened.TryPeek(out var current) ? current : root, name);
            switch (entry?.Item.Kind)
            {
                case null:
                    return null;
                case HostItemKind.Link:
                    if (++links > MaximumLinks) throw new IOException($"'{root.GetPath(path)}' has too many levels of links.");
                    var target = ArchiveName.NormalizeLinkTarget(entry.LinkTarget!, OperatingSystem.IsWindows());
                    if (Path.IsPathRooted(target))
                    {
                        target = GetPathInside(root, target) ?? throw LeadsOut(root, path);
                        while (opened.TryPop(out var left)) left.Dispose();
                    }

                    foreach (var part in target.Split('/').Reverse()) rest.Push(part);
                    break;
                case HostItemKind.Folder:
                    // The folder outlives its entry.
                    opened.Push((opened.TryPeek(out current) ? current : root).TryOpenFolder(name)
                        ?? throw new IOException($"'{root.GetPath(path)}' was replaced while it was read."));
                    break;
                case HostItemKind.File:
                    return rest.Count > 0 ? null : ReadToEnd(entry.Content, root.GetPath(path));
                default:
                    throw new IOException($"'{root.GetPath(path)}' is not a regular file.");
            }
        }

        return null;
    }

    private static HostEntry? OpenEntry(HostFolder folder, string name) => folder.Find(name) is null ? null : folder.OpenEntry(name);

    // The path of a link's absolute target in the context; null if it is outside.
    private static string? GetPathInside(HostFolder root, string target)
    {
        var relative = Path.GetRelativePath(root.RealPath, target).Replace(Path.DirectorySeparatorChar, '/');
        return Path.IsPathRooted(relative) || relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) ? null : relative;
    }

    private static byte[] ReadToEnd(HostFileStream? content, string path)
    {
        if (content is null) return [];
        if (content.Length > MaximumSize) throw new IOException($"'{path}' is larger than {MaximumSize} bytes.");
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static IOException LeadsOut(HostFolder root, string path) => new(
        $"'{root.GetPath(path)}' is a link that leads out of the build context, and is not read. "
        + "Replace the link with a copy of the file; a Dockerfile outside of the context is built with BuildSpec.Dockerfile.");
}
