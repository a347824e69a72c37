using ContainerKit.Containers;

namespace ContainerKit.Files;

/// <summary>
/// Finds the existing part of a path in a container. An engine extracts an archive into an existing folder and gives
/// existing folders the mode of their entry in the archive, so the archive may contain only the folders that are missing.
/// </summary>
internal sealed class ParentFolders(ContainerArchive archive)
{
    /// <param name="Existing">The deepest folder that exists.</param>
    /// <param name="Missing">The names of the missing folders below it, the outermost first.</param>
    public sealed record ParentPath(string Existing, IReadOnlyList<string> Missing);

    /// <summary>Finds the existing and the missing part of the path of a folder.</summary>
    public async Task<ParentPath> FindAsync(string folder, CancellationToken cancellationToken)
    {
        var names = new Stack<string>();
        while (folder != "/" && await archive.FindAsync(folder, cancellationToken).ConfigureAwait(false) is null)
        {
            names.Push(ContainerPath.Name(folder));
            folder = ContainerPath.Trim(ContainerPath.Folder(folder));
        }

        return new ParentPath(folder, [.. names.Where(name => name.Length > 0)]);
    }

    /// <summary>Writes missing folders into an archive.</summary>
    /// <returns>The path of the innermost folder with a trailing slash; empty if no folder is missing.</returns>
    public static async Task<string> WriteAsync(
        HostArchive archive, IReadOnlyList<string> names, ContainerClient container, CancellationToken cancellationToken)
    {
        var prefix = "";
        foreach (var name in names)
        {
            var time = container.Engine.Options.TimeProvider.GetUtcNow();
            await archive.AddFolderAsync(prefix + name, time, cancellationToken).ConfigureAwait(false);
            prefix += name + "/";
        }

        return prefix;
    }
}
