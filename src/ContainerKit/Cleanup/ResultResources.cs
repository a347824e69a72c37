using System.Collections;
using System.Runtime.CompilerServices;

namespace ContainerKit.Cleanup;

/// <summary>The things in a chain's result, which may be one, several in a tuple or an array, or plain data with none.</summary>
internal sealed class ResultResources
{
    private readonly HashSet<string> _ids = [];
    private readonly HashSet<string> _volumes = [];
    private readonly HashSet<ImageReference> _images = [];
    private readonly Dictionary<string, ContainerDependencies> _belongings = [];

    public ResultResources(object? result) => Collect(result);

    /// <summary>Of a chain that ends in plain data.</summary>
    public static ResultResources Nothing { get; } = new(null);

    /// <summary>Whether the container or the network of this id is handed back.</summary>
    public bool ContainsId(string? id) => id is not null && _ids.Contains(id);

    public bool ContainsImage(ImageReference name) => _images.Contains(name);

    public bool ContainsVolume(string? name) => name is not null && _volumes.Contains(name);

    /// <summary>Whose of the containers that are handed back it must outlive.</summary>
    public IReadOnlyList<ContainerDependencies> GetUsersOf(TrackedResource thing) => [.. _belongings.Values.Where(thing.IsUsedBy)];

    private void Collect(object? result)
    {
        switch (result)
        {
            case Container container:
                _ids.Add(container.Id);
                _belongings[container.Id] = container.Dependencies;
                break;
            case Image image:
                _images.Add(image.Reference);
                break;
            case Network network:
                _ids.Add(network.Id);
                break;
            case Volume volume:
                _volumes.Add(volume.Name);
                break;
            case IResourceOwner owner:
                foreach (var owned in owner.OwnedResources) Collect(owned);
                break;
            case ConsoleResult { Container: { } detached }:
                Collect(detached);
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
