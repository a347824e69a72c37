namespace ContainerKit.Builds;

/// <summary>Paths inside a build's context: relative, with slashes.</summary>
internal static class PathRules
{
    /// <summary>The shortest path that means the same, by its words alone: no doubled slashes, no dots, no slash at the end.</summary>
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
