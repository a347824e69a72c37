using System.Collections.Concurrent;

namespace ContainerKit.Cleanup;

/// <summary>
/// What a container uses, by name, and what of it goes when the container goes: a network, a volume or an image that a chain made and did not
/// hand back cannot be removed before the container that it did hand back.
/// </summary>
internal sealed class ContainerDependencies
{
    private readonly ConcurrentDictionary<string, bool> _networks = [];
    private readonly ConcurrentDictionary<string, bool> _volumes = [];
    private readonly ConcurrentDictionary<ImageReference, bool> _images = [];
    private readonly ConcurrentQueue<SharedResource> _sharedResources = [];

    /// <summary>What is removed after the container.</summary>
    public IEnumerable<TrackedResource> SharedResources => _sharedResources;

    /// <summary>Notes that the container is on the network of this name or id.</summary>
    public void UseNetwork(string network) => _networks[network] = true;

    /// <summary>Notes that the container has the volume of this name.</summary>
    public void UseVolume(string volume) => _volumes[volume] = true;

    /// <summary>Notes that the container is made from the image of this name.</summary>
    public void UseImage(ImageReference image) => _images[image] = true;

    public bool UsesNetwork(string? network) => network is not null && _networks.ContainsKey(network);

    public bool UsesVolume(string volume) => _volumes.ContainsKey(volume);

    public bool UsesImage(ImageReference image) => _images.ContainsKey(image);

    /// <summary>Gives the thing to all who use it: whoever is removed last takes it along.</summary>
    public static void TransferTo(TrackedResource thing, IReadOnlyList<ContainerDependencies> users)
    {
        var owners = new ReferenceCount(users.Count);
        foreach (var user in users) user._sharedResources.Enqueue(new SharedResource(thing, owners));
    }

    private sealed class ReferenceCount(int count)
    {
        private int _count = count;

        /// <returns>Whether that was the last.</returns>
        public bool Release() => --_count == 0;
    }

    /// <summary>One owner's share in the thing.</summary>
    private sealed class SharedResource(TrackedResource thing, ReferenceCount owners) : TrackedResource(thing.Engine)
    {
        private bool? _isLast;

        public override bool IsPartOf(ResultResources result) => true;

        public override Task<bool> RemoveAsync(TimeSpan limit, CancellationToken cancellationToken)
        {
            // Asked again, after a lost request or by a second disposal, it counts once.
            lock (owners) _isLast ??= owners.Release();
            return _isLast == true ? thing.RemoveAsync(limit, cancellationToken) : Task.FromResult(false);
        }

        public override string ToString() => thing.ToString();
    }
}
