using System.Collections.Concurrent;
using ContainerKit.Sessions;

namespace ContainerKit.Cleanup;

/// <summary>Finds and removes the resources on an engine that have a session label.</summary>
internal sealed class SessionResources(ICleanupClient client)
{
    private const int MaxParallelRemovals = 4;

    private readonly Dictionary<string, (string Session, string Nonce)?> _imageLabels = [];
    // Podman waits 10 seconds for the exit of a container before it removes it.
    private readonly ResourceRemover _remover = new(client, requestTimeout: TimeSpan.FromSeconds(30));

    /// <summary>
    /// Finds the resources with a session label, in any state, and the names that the library generated for images. The
    /// labels of images are ignored, because images inherit them from the image or container that they are based on.
    /// </summary>
    /// <param name="session">The value of the label; null for any.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="CleanupRequestException">The engine did not respond, or its response was an error.</exception>
    public async Task<IReadOnlyList<ListedResource>> FindAsync(string? session, CancellationToken cancellationToken)
    {
        var lists = await Task.WhenAll(
            FindAsync(ResourceKind.Container, session, cancellationToken),
            FindAsync(ResourceKind.Network, session, cancellationToken),
            FindAsync(ResourceKind.Volume, session, cancellationToken),
            _remover.FindGeneratedImageNamesAsync(session, "list the unnamed images of sessions", cancellationToken)).ConfigureAwait(false);
        return [.. lists.SelectMany(list => list)];
    }

    /// <summary>
    /// Removes resources, containers first, up to four at a time. A container that inherited its labels from its image
    /// is kept: the user has created it.
    /// </summary>
    /// <param name="resources">The resources.</param>
    /// <param name="removed">Receives the names of the removed resources.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>The resources that could not be removed, each with the result.</returns>
    public async Task<IReadOnlyCollection<(ListedResource Resource, RemovalResult Result)>> RemoveAsync(
        IReadOnlyList<ListedResource> resources, List<string> removed, CancellationToken cancellationToken)
    {
        var failures = new ConcurrentQueue<(ListedResource, RemovalResult)>();
        // Without the token, so that each resource is reported even after a cancellation.
        var options = new ParallelOptions { MaxDegreeOfParallelism = MaxParallelRemovals };
        var own = new List<ListedResource>();
        foreach (var resource in resources)
        {
            try
            {
                if (!await HasInheritedLabelsAsync(resource, cancellationToken).ConfigureAwait(false)) own.Add(resource);
            }
            catch (CleanupRequestException e)
            {
                failures.Enqueue((resource, new RemovalResult(RemovalOutcome.Failed, e)));
            }
        }

        foreach (var kind in own.GroupBy(resource => resource.Kind).OrderBy(group => group.Key))
        {
            await Parallel.ForEachAsync(kind, options, async (resource, _) =>
            {
                var result = await _remover
                    .RemoveAsync(resource.Kind, resource.Id, resource.ToString(), force: true, withVolumes: true, cancellationToken)
                    .ConfigureAwait(false);
                if (result.Failure is not null) failures.Enqueue((resource, result));
                else lock (removed) removed.Add(resource.ToString());
            }).ConfigureAwait(false);
        }

        return failures;
    }

    /// <summary>
    /// Removes an image by the name or id with which it was registered. If the image has another name, it is only
    /// untagged.
    /// </summary>
    public Task<RemovalResult> RemoveImageAsync(string image, CancellationToken cancellationToken) =>
        _remover.RemoveAsync(ResourceKind.Image, image, $"image {image}", force: false, withVolumes: false, cancellationToken);

    private Task<IReadOnlyList<ListedResource>> FindAsync(ResourceKind kind, string? session, CancellationToken cancellationToken) =>
        _remover.FindByLabelAsync(
            kind, ResourceLabels.Session, session, $"list the {kind.ToString().ToLowerInvariant()}s of sessions", cancellationToken);

    // Engines copy the labels of an image to the containers that are created from it, and "docker commit" copies the
    // labels of a container to the image. A create request of the library has a nonce that no image has.
    private async Task<bool> HasInheritedLabelsAsync(ListedResource resource, CancellationToken cancellationToken)
    {
        // Podman creates containers without an image too.
        if (resource.ImageId.Length == 0) return false;
        if (!_imageLabels.TryGetValue(resource.ImageId, out var labels))
        {
            labels = await _remover.GetImageLabelsAsync(resource.ImageId, cancellationToken).ConfigureAwait(false);
            _imageLabels[resource.ImageId] = labels;
        }

        // If the image was removed by force, only the name proves the origin of the labels.
        if (labels is not { } image) return !resource.IsNamedAfterNonce;
        return image.Session == resource.Session && image.Nonce == resource.Nonce;
    }
}
