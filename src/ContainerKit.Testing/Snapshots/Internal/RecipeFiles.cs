namespace ContainerKit.Testing.Snapshots;

/// <summary>Files and folders whose content is part of a recipe.</summary>
internal static class RecipeFiles
{
    /// <summary>The path from the current folder, or from beside the program, where a build copies what belongs to it. What it ends in stays.</summary>
    /// <exception cref="FileNotFoundException">It is in neither place.</exception>
    public static string Find(string path)
    {
        string[] places = [Path.Combine(Directory.GetCurrentDirectory(), path), Path.Combine(AppContext.BaseDirectory, path)];
        return Array.Find(places, Path.Exists) ?? throw new FileNotFoundException(
            $"A snapshot depends on '{path}', and there is no such file or folder: not at {string.Join(", nor at ", places.Distinct())}. Give its whole path, or let the build copy it to the output folder.", places[0]);
    }

    /// <summary>Adds the names of files as they are seen from here, and their content. Empty folders do not count, nor do times.</summary>
    public static async Task AddAsync(RecipeHash hash, string path, CancellationToken cancellationToken)
    {
        var found = Find(path);
        if (File.Exists(found))
        {
            await AddFileAsync(hash, found, cancellationToken).ConfigureAwait(false);
            return;
        }

        var files = Directory.EnumerateFiles(found, "*", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(found, file).Replace('\\', '/'), File: file))
            .OrderBy(file => file.Name, StringComparer.Ordinal);
        foreach (var (name, file) in files)
        {
            hash.Add(name);
            await AddFileAsync(hash, file, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task AddFileAsync(RecipeHash hash, string file, CancellationToken cancellationToken)
    {
        var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1, useAsync: true);
        await using (stream.ConfigureAwait(false)) await hash.AddAsync(stream, cancellationToken).ConfigureAwait(false);
    }
}
