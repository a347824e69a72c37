namespace ContainerKit.Files;

/// <summary>Paths in a container: absolute, with slashes, whatever the host's look like.</summary>
internal static class ContainerPath
{
    /// <exception cref="ArgumentException">The path is not absolute.</exception>
    public static string Check(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!path.StartsWith('/'))
            throw new ArgumentException($"'{path}' is not an absolute path. Paths in a container begin with a slash, such as '/{path}'.", nameof(path));
        if (path.Contains('\0', StringComparison.Ordinal)) throw new ArgumentException("A path in a container holds no zero.", nameof(path));
        return path;
    }

    /// <exception cref="ArgumentException">The path is not absolute, or leads up at its end.</exception>
    public static string CheckSource(string path)
    {
        Check(path);
        if (Name(Trim(path)) == "..") throw new ArgumentException($"'{path}' does not end in a name; write the path that it leads to.", nameof(path));
        return path;
    }

    /// <exception cref="ArgumentException">The path is not absolute, or cannot be a file's.</exception>
    public static string CheckFile(string path)
    {
        Check(path);
        if (Name(path) is "" or "." or "..") throw new ArgumentException($"'{path}' names a folder; end it in the name of a file.", nameof(path));
        return path;
    }

    /// <summary>What a path names; nothing for the root and for a path that ends in a slash.</summary>
    public static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>The folder that a path's last part is in.</summary>
    public static string Folder(string path) => path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "/";

    public static string Join(string folder, string name) => folder.EndsWith('/') ? folder + name : $"{folder}/{name}";

    /// <summary>Without slashes at its end; the root stays what it is.</summary>
    public static string Trim(string path) => path.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : "/";
}
