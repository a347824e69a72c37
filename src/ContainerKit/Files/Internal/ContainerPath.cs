using ContainerKit.Diagnostics;

namespace ContainerKit.Files;

/// <summary>Validates and splits paths in a container. They are absolute and use slashes on every host.</summary>
internal static class ContainerPath
{
    /// <summary>Returns the path if it is valid.</summary>
    /// <exception cref="ArgumentException">The path is not absolute.</exception>
    public static string Check(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!path.StartsWith('/'))
        {
            throw ArgumentErrors.Create(
                $"'{path}' is not an absolute path. Paths in a container start with a slash, such as '/{path}'.", nameof(path));
        }

        if (path.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("A path in a container cannot contain a null character.", nameof(path));
        return path;
    }

    /// <summary>Returns the path if it is valid as the source of a copy.</summary>
    /// <exception cref="ArgumentException">The path is not absolute, or ends in '..'.</exception>
    public static string CheckSource(string path)
    {
        Check(path);
        if (Name(Trim(path)) == "..")
            throw ArgumentErrors.Create($"'{path}' does not end in a name; write the resolved path without '..'.", nameof(path));
        return path;
    }

    /// <summary>Returns the path if it is valid as the path of a file.</summary>
    /// <exception cref="ArgumentException">The path is not absolute, or names a folder.</exception>
    public static string CheckFile(string path)
    {
        Check(path);
        if (Name(path) is "" or "." or "..")
            throw ArgumentErrors.Create($"'{path}' names a folder; end it in the name of a file.", nameof(path));
        return path;
    }

    /// <summary>Returns the last part of a path; empty for the root and for a path that ends in a slash.</summary>
    public static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>Returns the path of the folder that contains the last part of a path.</summary>
    public static string Folder(string path) => path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "/";

    /// <summary>Joins the path of a folder and a name.</summary>
    public static string Join(string folder, string name) => folder.EndsWith('/') ? folder + name : $"{folder}/{name}";

    /// <summary>Returns the path without slashes at its end. The root is unchanged.</summary>
    public static string Trim(string path) => path.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : "/";
}
