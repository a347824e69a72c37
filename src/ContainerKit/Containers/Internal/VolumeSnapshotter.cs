using System.Text.Json;
using ContainerKit.Cleanup;
using ContainerKit.Files;
using ContainerKit.Images;
using ContainerKit.Json;
using ContainerKit.Plans;
using ContainerKit.Sessions;

namespace ContainerKit.Containers;

/// <summary>
/// Copies the content of a container's volumes into the file system of another container, so that a commit includes it.
/// </summary>
/// <remarks>
/// The other container is created from an image of the first one, with a tmpfs mount in place of each volume. It is
/// never started, so the tmpfs is never mounted, and files that are copied to its path are stored in the layer of the
/// container. A build <c>FROM</c> the first image would give the same result, but requires the size of each archive
/// before its content.
/// </remarks>
internal static class VolumeSnapshotter
{
    /// <summary>Returns the mount targets of the container's volumes, parent folders first.</summary>
    public static IReadOnlyList<string> GetMountTargets(JsonElement inspected) =>
    [
        .. inspected.EnumerateItems("Mounts")
            .Select(ContainerMount.Read)
            .Where(mount => mount.Type == "volume")
            .Select(mount => mount.Target)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Creates the other container, and copies the volumes into it.</summary>
    /// <returns>The other container. The plan removes it and its image.</returns>
    /// <remarks>
    /// Engine API: <c>POST /commit</c>, <c>POST /containers/create</c>, and for each volume <c>GET</c> and
    /// <c>PUT /containers/{id}/archive</c>.
    /// </remarks>
    public static async Task<ContainerClient> CopyIntoLayerAsync(
        PlanContext context, ContainerClient container, JsonElement inspected, IReadOnlyList<string> folders)
    {
        var image = await CommitAsync(context, container, inspected).ConfigureAwait(false);
        var spec = new ContainerSpec { Mounts = [.. folders.Select(Mount.Tmpfs)] };
        // Without proxies, which the image would get from it.
        var copy = await ContainerOperations.CreateAsync(context, spec, image.Id, image.Reference, hasProxies: false)
            .ConfigureAwait(false);
        foreach (var folder in folders) await CopyAsync(container, copy, folder, context.Token).ConfigureAwait(false);
        return copy;
    }

    private static async Task<ImageClient> CommitAsync(PlanContext context, ContainerClient container, JsonElement inspected)
    {
        var endpoint = await context.Engine.GetEndpointAsync(context.Token).ConfigureAwait(false);
        var name = ImageReference.Parse(ResourceLabels.NewImageName(endpoint));
        var image = new TrackedBuild(context.Engine, [new BuildName(name, PreviousId: null)], hasOwnName: true)
        {
            MayHaveCreatedImage = true,
        };
        context.Track(image);
        return await ContainerOperations.SendCommitAsync(context, container, inspected, name, new CommitOptions(), async send =>
        {
            var response = await send().ConfigureAwait(false);
            image.IsCreateFinished = true;
            return response;
        }).ConfigureAwait(false);
    }

    // The download is streamed into the upload, so the memory is bounded for any size. It is parsed on the way: an engine
    // accepts an archive without an end, and would store a truncated volume as if it were complete.
    private static async Task CopyAsync(
        ContainerClient source, ContainerClient target, string folder, CancellationToken cancellationToken)
    {
        var operation = $"copy the volume on {folder} of {source} into an image";
        var (response, _) = await new ContainerArchive(source).OpenAsync(folder, operation, isStreamed: true, cancellationToken)
            .ConfigureAwait(false);
        using (response)
        {
            var archive = await source.Engine.ReadAsync(operation, response, cancellationToken).ConfigureAwait(false);
            var path = ContainerPath.Trim(folder);
            var renaming = source.Engine.Quirks.OmitsVolumeNames ? new VolumeArchive(ContainerPath.Name(path)) : null;
            await new ContainerArchive(target).PutAsync(
                ContainerPath.Folder(path),
                operation,
                (upload, token) => renaming is null
                    ? ArchiveReader.CopyAsync(archive, upload, token)
                    : renaming.CopyAsync(archive, upload, token),
                Timeout.InfiniteTimeSpan,
                cancellationToken).ConfigureAwait(false);
            if (renaming?.LastEntry is { } last)
                await RequireAsync(target, ContainerPath.Join(ContainerPath.Folder(path), last), operation, cancellationToken)
                    .ConfigureAwait(false);
        }
    }

    // An engine that extracts an archive to another place than the one that was requested reports no error.
    private static async Task RequireAsync(
        ContainerClient target, string path, string operation, CancellationToken cancellationToken)
    {
        if (await new ContainerArchive(target).FindAsync(path, cancellationToken).ConfigureAwait(false) is null)
            throw target.Engine.InvalidResponse(operation, $"it accepted the files, but has no {path} afterwards");
    }
}
