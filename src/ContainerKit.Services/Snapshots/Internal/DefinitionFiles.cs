namespace ContainerKit.Services.Snapshots;

/// <summary>The files and folders whose content is part of a snapshot definition.</summary>
internal static class DefinitionFiles
{
    /// <summary>
    /// Resolves a path in the current folder, then in the folder of the program, to which a build copies content files.
    /// A trailing separator is kept.
    /// </summary>
    /// <exception cref="FileNotFoundException">The path exists in neither folder.</exception>
    public static string Find(string path)
    {
        string[] candidates = [Path.Combine(Directory.GetCurrentDirectory(), path), Path.Combine(AppContext.BaseDirectory, path)];
        return Array.Find(candidates, Path.Exists) ?? throw new FileNotFoundException(
            $"A snapshot depends on '{path}', but there is no such file or folder: tried {string.Join(" and ", candidates.Distinct())}. "
            + "Use an absolute path, or have the build copy it to the output folder.",
            candidates[0]);
    }

    /// <summary>
    /// Adds a file's content, or the relative paths and the contents of all files in a folder. Empty folders and
    /// timestamps are ignored.
    /// </summary>
    public static async Task AddAsync(DefinitionHash hash, string path, CancellationToken cancellationToken)
    {
        var fullPath = Find(path);
        if (File.Exists(fullPath))
        {
            await AddFileAsync(hash, fullPath, cancellationToken).ConfigureAwait(false);
            return;
        }

        var files = Directory.EnumerateFiles(fullPath, "*", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(fullPath, file).Replace('\\', '/'), File: file))
            .OrderBy(file => file.Name, StringComparer.Ordinal);
        foreach (var (name, file) in files)
        {
            hash.Add(name);
            await AddFileAsync(hash, file, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task AddFileAsync(DefinitionHash hash, string file, CancellationToken cancellationToken)
    {
        var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1, useAsync: true);
        await using (stream.ConfigureAwait(false)) await hash.AddAsync(stream, cancellationToken).ConfigureAwait(false);
    }
}
