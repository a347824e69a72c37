using ContainerKit.Containers;

namespace ContainerKit.Files;

/// <summary>
/// Copies what is on the host into a container, by the docker command's rules: into a folder that exists under its own name, or as what
/// the target names; the content alone where the source ends in <c>/.</c>.
/// </summary>
internal sealed class CopyInOperation(ContainerClient container, string hostPath, string target, CopyInOptions options)
{
    private readonly ContainerArchive _archive = new(container);
    private readonly string _doing = $"copy {hostPath} to {target} in {container}";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var source = HostSource.Find(hostPath, options.FollowLink);
        var (path, stands) = await LookAsync(cancellationToken).ConfigureAwait(false);
        var isFolder = source.Item is DirectoryInfo && !source.IsLink;
        if (stands is { Kind: not ContainerFileKind.Folder } && isFolder)
            throw _archive.NotSuitable(path, _doing, $"{path} is a {stands.Kind.ToString().ToLowerInvariant()}, and a folder cannot take its place. Choose another target, or remove it first.");

        var (folder, name) = stands is { Kind: ContainerFileKind.Folder }
            ? (path, source.ContentOnly ? null : source.Name)
            : Split(path, isFolder, source.Name);
        var missing = options.CreateFolders && stands is null ? await new ParentFolders(_archive).FindAsync(folder, cancellationToken).ConfigureAwait(false) : new(folder, []);
        try
        {
            await _archive.PutAsync(
                missing.Existing, _doing, (stream, token) => WriteAsync(stream, source, name, missing.Names, token), Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        }
        catch (ContainerFileNotFoundException e)
        {
            throw _archive.NotFound(folder, _doing, "Make the folder first, or set CopyInOptions.CreateFolders.", e);
        }
    }

    private async Task WriteAsync(Stream stream, HostSource source, string? name, IReadOnlyList<string> folders, CancellationToken cancellationToken)
    {
        var archive = new HostArchive(stream, options.Owner, options.FileMode);
        var prefix = await ParentFolders.WriteAsync(archive, folders, container, cancellationToken).ConfigureAwait(false);
        if (name is null) await archive.AddContentAsync((DirectoryInfo)source.Item, prefix, cancellationToken).ConfigureAwait(false);
        else await archive.AddAsync(source.Item, prefix + name, cancellationToken).ConfigureAwait(false);
        await archive.FinishAsync().ConfigureAwait(false);
    }

    private (string Folder, string? Name) Split(string path, bool isFolder, string ownName)
    {
        if (path.EndsWith('/') && !isFolder)
        {
            if (!options.CreateFolders) throw _archive.NotFound(path, _doing, "A target that ends in a slash is a folder that exists; make it first, or set CopyInOptions.CreateFolders.");
            return (ContainerPath.Trim(path), ownName);
        }

        path = ContainerPath.Trim(path);
        return (ContainerPath.Folder(path), ContainerPath.Name(path));
    }

    // A target that is a link stands for what it leads to.
    private async Task<(string Path, ContainerFile? Stands)> LookAsync(CancellationToken cancellationToken)
    {
        var stands = await _archive.FindAsync(target, cancellationToken).ConfigureAwait(false);
        if (stands is not { Kind: ContainerFileKind.Link, LinkTarget: { Length: > 0 } path }) return (target, stands);
        return (path, await _archive.FindAsync(path, cancellationToken).ConfigureAwait(false));
    }
}
