using System.Collections.Concurrent;

namespace ContainerKit.Cleanup;

/// <summary>
/// What a container uses, by name, and what of it goes when the container goes: a network, a volume or an image that a chain made and did not
/// hand back cannot be removed before the container that it did hand back.
/// </summary>
internal sealed class Belongings
{
    private readonly ConcurrentDictionary<string, bool> _networks = [];
    private readonly ConcurrentDictionary<string, bool> _volumes = [];
    private readonly ConcurrentDictionary<ImageReference, bool> _images = [];
    private readonly ConcurrentQueue<Heirloom> _left = [];

    /// <summary>What is removed after the container.</summary>
    public IEnumerable<MadeThing> Left => _left;

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
    public static void Leave(MadeThing thing, IReadOnlyList<Belongings> users)
    {
        var owners = new Owners(users.Count);
        foreach (var user in users) user._left.Enqueue(new Heirloom(thing, owners));
    }

    private sealed class Owners(int count)
    {
        private int _left = count;

        /// <returns>Whether that was the last.</returns>
        public bool LetGo() => --_left == 0;
    }

    /// <summary>One owner's share in the thing.</summary>
    private sealed class Heirloom(MadeThing thing, Owners owners) : MadeThing(thing.Engine)
    {
        private bool? _isLast;

        public override bool IsHandedBack(HandedBack result) => true;

        public override Task<bool> RemoveAsync(TimeSpan limit, CancellationToken cancellationToken)
        {
            // Asked again, after a lost request or by a second disposal, it counts once.
            lock (owners) _isLast ??= owners.LetGo();
            return _isLast == true ? thing.RemoveAsync(limit, cancellationToken) : Task.FromResult(false);
        }

        public override string ToString() => thing.ToString();
    }
}
