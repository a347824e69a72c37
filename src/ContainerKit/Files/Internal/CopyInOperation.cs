using ContainerKit.Containers;

namespace ContainerKit.Files;

/// <summary>
/// Copies a file or folder of the host into a container, by the rules of <c>docker cp</c>. If the target is an existing
/// folder, the copy keeps its name in it; otherwise the copy gets the name of the target. A source that ends in <c>/.</c>
/// means the content of a folder.
/// </summary>
internal sealed class CopyInOperation(ContainerClient container, string hostPath, string target, CopyInOptions options)
{
    private readonly ContainerArchive _archive = new(container);
    private readonly string _operation = $"copy {hostPath} to {target} in {container}";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var source = HostSource.Find(hostPath, options.FollowLink);
        if (source is { IsLink: false, Item: FileInfo } && !IsRegular(source.Item.FullName))
            throw new IOException($"Could not {_operation}: '{hostPath}' is a pipe, a socket or a device, which cannot be copied.");
        var (path, existing) = await FindTargetAsync(cancellationToken).ConfigureAwait(false);
        var isFolder = source.Item is DirectoryInfo && !source.IsLink;
        if (existing is { Kind: not ContainerFileKind.Folder } && isFolder)
        {
            throw _archive.NotSuitable(path, _operation,
                $"{path} is a {existing.Kind.ToString().ToLowerInvariant()} and cannot be replaced by a folder. "
                + "Choose another target, or remove it first.");
        }

        var (folder, name) = existing is { Kind: ContainerFileKind.Folder }
            ? (path, source.ContentOnly ? null : source.Name)
            : Split(path, isFolder, source.Name);
        var parents = options.CreateFolders && existing is null
            ? await new ParentFolders(_archive).FindAsync(folder, cancellationToken).ConfigureAwait(false)
            : new(folder, []);
        try
        {
            await _archive.PutAsync(
                parents.Existing,
                _operation,
                (stream, token) => WriteAsync(stream, source, name, parents.Missing, token),
                Timeout.InfiniteTimeSpan,
                cancellationToken).ConfigureAwait(false);
        }
        catch (ContainerFileNotFoundException e)
        {
            throw _archive.NotFound(folder, _operation, "Create the folder first, or set CopyInOptions.CreateFolders.", e);
        }
    }

    private static bool IsRegular(string path)
    {
        var (folder, name) = HostFolder.OpenParent(path);
        using (folder) return folder.Find(name) is not { Kind: not (HostItemKind.File or HostItemKind.Link) };
    }

    private async Task WriteAsync(
        Stream stream, HostSource source, string? name, IReadOnlyList<string> folders, CancellationToken cancellationToken)
    {
        var archive = new HostArchive(stream, options.Owner, options.FileMode);
        var prefix = await ParentFolders.WriteAsync(archive, folders, container, cancellationToken).ConfigureAwait(false);
        if (name is null)
        {
            using var content = HostFolder.Open(source.Item.FullName);
            await archive.AddContentAsync(content, prefix, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            var (folder, sourceName) = HostFolder.OpenParent(source.Item.FullName);
            using (folder) await archive.AddAsync(folder, sourceName, prefix + name, cancellationToken).ConfigureAwait(false);
        }

        await archive.FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    private (string Folder, string? Name) Split(string path, bool isFolder, string sourceName)
    {
        if (path.EndsWith('/') && !isFolder)
        {
            if (!options.CreateFolders)
            {
                throw _archive.NotFound(path, _operation,
                    "A target with a slash at its end must be an existing folder. Create it first, or set CopyInOptions.CreateFolders.");
            }

            return (ContainerPath.Trim(path), sourceName);
        }

        path = ContainerPath.Trim(path);
        return (ContainerPath.Folder(path), ContainerPath.Name(path));
    }

    // A link as the target is followed.
    private async Task<(string Path, ContainerFile? Existing)> FindTargetAsync(CancellationToken cancellationToken)
    {
        var existing = await _archive.FindAsync(target, cancellationToken).ConfigureAwait(false);
        if (existing is not { Kind: ContainerFileKind.Link, LinkTarget: { Length: > 0 } path }) return (target, existing);
        return (path, await _archive.FindAsync(path, cancellationToken).ConfigureAwait(false));
    }
}
