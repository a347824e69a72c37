using ContainerKit.Containers;

namespace ContainerKit.Files;

/// <summary>Copies a file or folder of a container to the host, by the same rules as <see cref="CopyInOperation"/>.</summary>
internal sealed class CopyOutOperation(ContainerClient container, string source, string hostPath, CopyOutOptions options)
{
    private readonly ContainerArchive _archive = new(container);
    private readonly string _operation = $"copy {source} of {container} to {hostPath}";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // The root folder has no name under which it could be copied, so its content is.
        var path = ContainerPath.Trim(source);
        var contentOnly = ContainerPath.Name(path) == "." || path == "/";
        var requested = path is "/" or "/." ? "/." : contentOnly ? path[..^1] : source;
        var (response, file) = await _archive.OpenAsync(requested, _operation, isStreamed: true, cancellationToken).ConfigureAwait(false);
        if (options.FollowLink && file is { Kind: ContainerFileKind.Link, LinkTarget: { Length: > 0 } linkTarget })
        {
            response.Dispose();
            (response, file) = await _archive.OpenAsync(linkTarget, _operation, isStreamed: true, cancellationToken).ConfigureAwait(false);
        }

        using (response)
        {
            if (file.Kind == ContainerFileKind.Special)
            {
                throw _archive.NotSuitable(
                    source, _operation, $"{source} is a pipe, a socket or a device, which cannot be copied.");
            }

            var (root, rename) = GetTarget(file.Kind == ContainerFileKind.Folder, contentOnly);
            using var archive = new ArchiveReader(
                await container.Engine.ReadAsync(_operation, response, cancellationToken).ConfigureAwait(false));
            var extractor = new ArchiveExtractor(
                root,
                rename,
                hasTopLevelEntry: requested != "/.",
                acceptsRootNames: container.Engine.Quirks.OmitsVolumeNames,
                options.ExternalSymlinkPolicy);
            await extractor.ExtractAsync(archive, cancellationToken).ConfigureAwait(false);
            await archive.FinishAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <returns>
    /// The folder to extract into, and the name of the copy in it; null to extract the content into the folder itself.
    /// </returns>
    private (string Root, string? Rename) GetTarget(bool isFolder, bool contentOnly)
    {
        var path = Path.GetFullPath(hostPath);
        if (Directory.Exists(path)) return (path, contentOnly ? null : GetSourceName());
        if (isFolder && File.Exists(path))
            throw new IOException($"Could not {_operation}: '{path}' is a file and cannot be replaced by a folder.");

        // A link as the target is followed.
        if (new FileInfo(path) is { LinkTarget: not null } link) path = link.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        if (!isFolder && Path.EndsInDirectorySeparator(hostPath))
        {
            if (!options.CreateFolders)
            {
                throw new DirectoryNotFoundException(
                    $"Could not {_operation}: a target with a slash at its end must be an existing folder. "
                    + "Create it first, or set CopyOutOptions.CreateFolders.");
            }

            Directory.CreateDirectory(path);
            return (path, GetSourceName());
        }

        path = Path.TrimEndingDirectorySeparator(path);
        var parent = Path.GetDirectoryName(path)!;
        if (options.CreateFolders)
        {
            Directory.CreateDirectory(parent);
        }
        else if (!Directory.Exists(parent))
        {
            throw new DirectoryNotFoundException(
                $"Could not {_operation}: there is no folder '{parent}'. Create it first, or set CopyOutOptions.CreateFolders.");
        }

        return (parent, Path.GetFileName(path));
    }

    private string GetSourceName() => ArchiveName.Parts(ContainerPath.Name(ContainerPath.Trim(source)), OperatingSystem.IsWindows())[0];
}
