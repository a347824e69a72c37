using System.Text.Json;
using ContainerKit.Cleanup;
using ContainerKit.Files;
using ContainerKit.Images;
using ContainerKit.Json;
using ContainerKit.Plans;
using ContainerKit.Sessions;

namespace ContainerKit.Containers;

/// <summary>
/// Moves what is in a container's volumes into the file system of another container, where a commit finds it. That other one is made from an image of the
/// first, with memory where the volumes would be: memory is mounted when a container starts, and since this one never does, what is
/// copied to those paths lands in the layer beneath.
/// </summary>
/// <remarks>Building an image <c>FROM</c> the first would do as well, but wants the size of each archive before its first byte.</remarks>
internal static class VolumeSnapshotter
{
    /// <summary>Where the container's volumes are, outer ones first.</summary>
    public static IReadOnlyList<string> Folders(JsonElement inspected) =>
    [
        .. inspected.EnumerateItems("Mounts").Select(ContainerMount.Read).Where(mount => mount.Type == "volume").Select(mount => mount.Target).Order(StringComparer.Ordinal),
    ];

    /// <returns>The other container. It, and the image it is made from, go with the chain.</returns>
    /// <remarks>
    /// Engine API: <c>POST /commit</c>, <c>POST /containers/create</c>, and for each volume <c>GET</c> and <c>PUT /containers/{id}/archive</c>.
    /// </remarks>
    public static async Task<ContainerClient> CopyIntoLayerAsync(PlanContext scope, ContainerClient container, JsonElement inspected, IReadOnlyList<string> folders)
    {
        var image = await CommitAsync(scope, container, inspected).ConfigureAwait(false);
        var other = await ContainerCreation.CreateAsync(
            scope, new ContainerSpec { Mounts = [.. folders.Select(Mount.Tmpfs)] }, image.Id, image.Reference).ConfigureAwait(false);
        foreach (var folder in folders) await CopyAsync(container, other, folder, scope.Token).ConfigureAwait(false);
        return other;
    }

    private static async Task<ImageClient> CommitAsync(PlanContext scope, ContainerClient container, JsonElement inspected)
    {
        var name = ImageReference.Parse(ResourceLabels.NewImageName(await scope.Engine.GetEndpointAsync(scope.Token).ConfigureAwait(false)));
        var made = new TrackedBuild(scope.Engine, [new BuildName(name, PreviousId: null)], hasOwnName: true) { MayHaveCreatedImage = true };
        scope.Track(made);
        return await ContainerCommit.AskAsync(scope, container, inspected, name, new CommitOptions(), async ask =>
        {
            var answer = await ask().ConfigureAwait(false);
            made.IsCreateFinished = true;
            return answer;
        }).ConfigureAwait(false);
    }

    // From one request into the other: nothing is kept on the way, so a volume of any size takes the memory of one buffer.
    private static async Task CopyAsync(ContainerClient from, ContainerClient to, string folder, CancellationToken cancellationToken)
    {
        var doing = $"copy the volume on {folder} of {from} into an image";
        var (response, _) = await new ContainerArchive(from).OpenAsync(folder, doing, cancellationToken).ConfigureAwait(false);
        using (response)
        {
            var archive = await from.Engine.ReadAsync(doing, response, cancellationToken).ConfigureAwait(false);
            await new ContainerArchive(to).PutAsync(
                ContainerPath.Folder(ContainerPath.Trim(folder)), doing, (upload, token) => archive.CopyToAsync(upload, token), Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        }
    }
}
