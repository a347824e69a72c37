using System.Collections.Concurrent;

namespace ContainerKit.Cleanup;

/// <summary>
/// The networks, volumes and images that a container uses, and those of them that are removed together with it. A plan
/// cannot remove a network, a volume or an image while a container in its result uses it, so the container takes over
/// the ownership.
/// </summary>
internal sealed class ContainerDependencies
{
    private readonly ConcurrentDictionary<string, bool> _networks = [];
    private readonly ConcurrentDictionary<string, bool> _volumes = [];
    private readonly ConcurrentDictionary<ImageReference, bool> _images = [];
    private readonly ConcurrentQueue<SharedResource> _sharedResources = [];

    /// <summary>The resources that are removed after the container.</summary>
    public IEnumerable<TrackedResource> SharedResources => _sharedResources;

    /// <summary>Records that the container is connected to a network.</summary>
    /// <param name="network">The name or the id.</param>
    public void UseNetwork(string network) => _networks[network] = true;

    /// <summary>Records that the container mounts a volume.</summary>
    /// <param name="volume">The name.</param>
    public void UseVolume(string volume) => _volumes[volume] = true;

    /// <summary>Records that the container was created from an image.</summary>
    public void UseImage(ImageReference image) => _images[image] = true;

    /// <summary>Indicates whether the container is connected to the network of this name or id.</summary>
    public bool UsesNetwork(string? network) => network is not null && _networks.ContainsKey(network);

    /// <summary>Indicates whether the container mounts the volume of this name.</summary>
    public bool UsesVolume(string volume) => _volumes.ContainsKey(volume);

    /// <summary>Indicates whether the container was created from the image of this name.</summary>
    public bool UsesImage(ImageReference image) => _images.ContainsKey(image);

    /// <summary>
    /// Shares ownership among all containers that use the resource. It is removed with the last of them.
    /// </summary>
    public static void TransferTo(TrackedResource resource, IReadOnlyList<ContainerDependencies> users)
    {
        var owners = new ReferenceCount(users.Count);
        foreach (var user in users) user._sharedResources.Enqueue(new SharedResource(resource, owners));
    }

    private sealed class ReferenceCount(int count)
    {
        private int _count = count;

        /// <returns>True if the reference was the last one.</returns>
        public bool Release() => --_count == 0;
    }

    /// <summary>The reference of one container to a resource that several containers own.</summary>
    private sealed class SharedResource(TrackedResource resource, ReferenceCount owners) : TrackedResource(resource.Engine)
    {
        private bool? _isLast;

        public override bool IsPartOf(ResultResources result) => true;

        public override Task<bool> RemoveAsync(TimeSpan requestTimeout, CancellationToken cancellationToken)
        {
            // A retry or a second disposal must not release the reference again.
            lock (owners) _isLast ??= owners.Release();
            return _isLast == true ? resource.RemoveAsync(requestTimeout, cancellationToken) : Task.FromResult(false);
        }

        public override string ToString() => resource.ToString();
    }
}
