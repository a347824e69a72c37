using ContainerKit.Containers;

namespace ContainerKit.Files;

/// <summary>
/// Finds where a path in a container ends to exist. Engines unpack into a folder that exists, and give folders that stand in the archive
/// its modes, so only those that are missing may stand in it.
/// </summary>
internal sealed class ParentFolders(ContainerArchive archive)
{
    /// <param name="Existing">The deepest folder that exists.</param>
    /// <param name="Names">The folders that are missing in it, one in the other.</param>
    public sealed record ParentPath(string Existing, IReadOnlyList<string> Names);

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

    /// <summary>Writes the folders into the archive that makes them.</summary>
    /// <returns>What stands before the names of what goes into the last one.</returns>
    public static async Task<string> WriteAsync(HostArchive archive, IReadOnlyList<string> names, ContainerClient container, CancellationToken cancellationToken)
    {
        var prefix = "";
        foreach (var name in names)
        {
            await archive.AddFolderAsync(prefix + name, container.Engine.Options.TimeProvider.GetUtcNow(), cancellationToken).ConfigureAwait(false);
            prefix += name + "/";
        }

        return prefix;
    }
}
