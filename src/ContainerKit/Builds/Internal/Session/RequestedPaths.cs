using ContainerKit.Files;

namespace ContainerKit.Builds;

/// <summary>
/// The paths of a context that BuildKit needs, such as the sources of COPY. A path through a link also needs the target of the link:
/// see https://github.com/tonistiigi/fsutil/blob/master/followlinks.go. Links do not lead out of the context: its folder is the root
/// of absolute targets and of <c>..</c>.
/// </summary>
internal sealed class RequestedPaths
{
    // An untrusted context may have a chain or a tree of links, or a link whose target contains the link, so that the path grows.
    private const int MaximumPaths = 10_000;
    private const int MaximumLength = 4096;

    private readonly string _folder;
    private readonly HashSet<string> _paths = [];
    private readonly HashSet<string> _visited = [];
    private readonly Stack<string> _pending = [];

    private RequestedPaths(string folder) => _folder = folder;

    /// <summary>Returns the patterns that match the requested paths; null if the whole context is requested.</summary>
    /// <param name="folder">The path of the context; null for an empty one.</param>
    /// <param name="included">The patterns of paths that are needed as they are.</param>
    /// <param name="followed">The paths whose links are followed.</param>
    /// <exception cref="FormatException">A path is not a pattern.</exception>
    public static IReadOnlyList<IgnorePattern>? Resolve(
        string? folder, IReadOnlyList<string> included, IReadOnlyList<string> followed)
    {
        if (included.Count + followed.Count == 0) return null;
        var paths = new HashSet<string>(included.Select(path => Clean(path)));
        if (folder is not null && followed.Count > 0)
        {
            var resolver = new RequestedPaths(folder);
            foreach (var path in followed) paths.UnionWith(ContextWalk.Access(folder, () => resolver.Resolve(Clean(path))));
        }

        return paths.Contains("") ? null : [.. paths.Select(path => new IgnorePattern(path))];
    }

    // An absolute path starts at the context.
    private static string Clean(string path) => PathRules.Clean("/" + path)[1..];

    private HashSet<string> Resolve(string path)
    {
        Follow(path);
        while (_pending.TryPop(out var next)) Add(next);
        return _paths;
    }

    private void Follow(string path)
    {
        if (!_visited.Add(path)) return;
        if (_visited.Count > MaximumPaths || path.Length > MaximumLength) throw new IOException("it has too many links.");
        _pending.Push(path);
    }

    private void Add(string path)
    {
        var parts = path.Split('/');
        for (var i = 0; i < parts.Length; i++)
        {
            var parent = string.Join('/', parts[..i]);
            var links = FindLinks(parent, parts[i]);
            if (links.Count == 0) continue;
            _paths.Add(Join(parent, parts[i]));
            foreach (var target in links) Follow(Clean(target + "/" + string.Join('/', parts[(i + 1)..])));
            // A name with wildcards may match folders, too.
            if (!HasWildcards(parts[i])) return;
        }

        _paths.Add(path);
    }

    // Returns the targets of the links that a name matches.
    private List<string> FindLinks(string parent, string name)
    {
        if (HasWildcards(parent)) return [];
        using var opened = Open(parent);
        if (opened is not { } folder) return [];
        var pattern = HasWildcards(name) ? new IgnorePattern(name) : null;
        return
        [
            .. from item in pattern is null ? [name] : folder.List().Where(pattern.IsMatch)
               where folder.Find(item) is { Kind: HostItemKind.Link }
               let target = folder.ReadLink(item)
               where target is not null
               select GetTarget(parent, ArchiveName.NormalizeLinkTarget(target, OperatingSystem.IsWindows())),
        ];
    }

    private static string GetTarget(string parent, string target) => target.StartsWith('/') ? target : Join(parent, target);

    private static string Join(string parent, string name) => parent.Length == 0 ? name : parent + "/" + name;

    private static bool HasWildcards(string path) => path.AsSpan().IndexOfAny("*?[\\") >= 0;

    // Returns null if there is no such folder. A link has been resolved before.
    private HostFolder? Open(string path)
    {
        HostFolder? current = HostFolder.Open(_folder);
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (current is null) return null;
            using var parent = current;
            current = parent.TryOpenFolder(part);
        }

        return current;
    }
}
