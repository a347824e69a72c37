namespace ContainerKit.Builds;

/// <summary>Normalizes paths in a build context. They are relative and have slashes.</summary>
internal static class PathRules
{
    /// <summary>
    /// Returns the shortest equivalent path, without access to the file system, like Go's <c>path.Clean</c>: without
    /// double slashes, <c>.</c> and a trailing slash, and with <c>..</c> resolved.
    /// </summary>
    public static string Clean(string path)
    {
        var isRooted = path.StartsWith('/');
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part is "" or ".") continue;
            if (part != "..") parts.Add(part);
            else if (parts.Count > 0 && parts[^1] != "..") parts.RemoveAt(parts.Count - 1);
            else if (!isRooted) parts.Add(part);
        }

        var clean = string.Join('/', parts);
        return isRooted ? "/" + clean : clean.Length == 0 ? "." : clean;
    }
}
