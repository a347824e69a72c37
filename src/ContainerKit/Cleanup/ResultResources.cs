using System.Collections;
using System.Runtime.CompilerServices;

namespace ContainerKit.Cleanup;

/// <summary>The things in a chain's result, which may be one, several in a tuple or an array, or plain data with none.</summary>
internal sealed class ResultResources
{
    private readonly HashSet<string> _ids = [];
    private readonly HashSet<string> _volumes = [];
    private readonly HashSet<ImageReference> _images = [];
    private readonly Dictionary<string, ContainerDependencies> _dependencies = [];

    public ResultResources(object? result) => Collect(result);

    /// <summary>Of a chain that ends in plain data.</summary>
    public static ResultResources Nothing { get; } = new(null);

    /// <summary>Whether the container or the network of this id is handed back.</summary>
    public bool ContainsId(string? id) => id is not null && _ids.Contains(id);

    public bool ContainsImage(ImageReference name) => _images.Contains(name);

    public bool ContainsVolume(string? name) => name is not null && _volumes.Contains(name);

    /// <summary>Whose of the containers that are handed back it must outlive.</summary>
    public IReadOnlyList<ContainerDependencies> GetUsersOf(TrackedResource thing) => [.. _dependencies.Values.Where(thing.IsUsedBy)];

    /// <summary>Adds a container, and what it uses.</summary>
    public void AddContainer(string id, ContainerDependencies dependencies)
    {
        _ids.Add(id);
        _dependencies[id] = dependencies;
    }

    /// <summary>Adds a network.</summary>
    public void AddNetwork(string id) => _ids.Add(id);

    /// <summary>Adds a volume.</summary>
    public void AddVolume(string name) => _volumes.Add(name);

    /// <summary>Adds an image by its name.</summary>
    public void AddImage(ImageReference reference) => _images.Add(reference);

    private void Collect(object? result)
    {
        switch (result)
        {
            case IResourceHandle handle:
                handle.AddTo(this);
                break;
            case IResourceOwner owner:
                foreach (var owned in owner.OwnedResources) Collect(owned);
                break;
            // Plain data, and perhaps a gigabyte of it.
            case Array array when array.GetType().GetElementType()!.IsPrimitive:
                break;
            case ITuple tuple:
                for (var i = 0; i < tuple.Length; i++) Collect(tuple[i]);
                break;
            case IEnumerable items and not string:
                foreach (var item in items) Collect(item);
                break;
        }
    }
}
