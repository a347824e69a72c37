using ContainerKit.Containers;

namespace ContainerKit.Files;

/// <summary>Copies what is in a container onto the host, by the same rules as <see cref="CopyInOperation"/>.</summary>
internal sealed class CopyOutOperation(ContainerClient container, string source, string hostPath, CopyOutOptions options)
{
    private readonly ContainerArchive _archive = new(container);
    private readonly string _doing = $"copy {source} of {container} to {hostPath}";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // The root has no name of its own to copy it under.
        var path = ContainerPath.Trim(source);
        var contentOnly = ContainerPath.Name(path) == "." || path == "/";
        var asked = path is "/" or "/." ? "/." : contentOnly ? path[..^1] : source;
        var (response, stands) = await _archive.OpenAsync(asked, _doing, cancellationToken).ConfigureAwait(false);
        if (options.FollowLink && stands is { Kind: ContainerFileKind.Link, LinkTarget: { Length: > 0 } led })
        {
            response.Dispose();
            (response, stands) = await _archive.OpenAsync(led, _doing, cancellationToken).ConfigureAwait(false);
        }

        using (response)
        {
            if (stands.Kind == ContainerFileKind.Special) throw _archive.NotSuitable(source, _doing, $"{source} is a pipe, a socket or a device, which cannot be copied.");
            var (root, rename) = Place(stands.Kind == ContainerFileKind.Folder, contentOnly);
            using var archive = new ArchiveReader(await container.Engine.ReadAsync(_doing, response, cancellationToken).ConfigureAwait(false));
            await new ArchiveExtractor(root, rename, options.ExternalSymlinkPolicy).ExtractAsync(archive, cancellationToken).ConfigureAwait(false);
            await archive.FinishAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <returns>The folder to unpack in, and what the copy is called there; null where its content goes straight into the folder.</returns>
    private (string Root, string? Rename) Place(bool isFolder, bool contentOnly)
    {
        var path = Path.GetFullPath(hostPath);
        if (Directory.Exists(path)) return (path, contentOnly ? null : OwnName());
        if (isFolder && File.Exists(path)) throw new IOException($"Could not {_doing}: '{path}' is a file, and a folder cannot take its place.");

        // A target that is a link stands for what it leads to.
        if (new FileInfo(path) is { LinkTarget: not null } link) path = link.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        if (!isFolder && Path.EndsInDirectorySeparator(hostPath))
        {
            if (!options.CreateFolders)
                throw new DirectoryNotFoundException($"Could not {_doing}: a target that ends in a slash is a folder that exists. Make it first, or set CopyOutOptions.CreateFolders.");
            Directory.CreateDirectory(path);
            return (path, OwnName());
        }

        path = Path.TrimEndingDirectorySeparator(path);
        var parent = Path.GetDirectoryName(path)!;
        if (options.CreateFolders) Directory.CreateDirectory(parent);
        else if (!Directory.Exists(parent))
            throw new DirectoryNotFoundException($"Could not {_doing}: there is no folder '{parent}'. Make it first, or set CopyOutOptions.CreateFolders.");
        return (parent, Path.GetFileName(path));
    }

    private string OwnName() => ArchiveName.Parts(ContainerPath.Name(ContainerPath.Trim(source)), OperatingSystem.IsWindows())[0];
}
