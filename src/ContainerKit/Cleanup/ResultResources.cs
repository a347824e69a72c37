using System.Collections;
using System.Runtime.CompilerServices;

namespace ContainerKit.Cleanup;

/// <summary>
/// The resources in a plan's result: one handle, several in a tuple or a collection, or none in plain data.
/// </summary>
internal sealed class ResultResources
{
    private readonly HashSet<object> _objects = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _ids = [];
    private readonly HashSet<string> _volumes = [];
    private readonly HashSet<ImageReference> _images = [];
    private readonly Dictionary<string, ContainerDependencies> _dependencies = [];

    /// <summary>Collects the resources of a result.</summary>
    public ResultResources(object? result) => Collect(result);

    /// <summary>The resources of a result that is plain data.</summary>
    public static ResultResources Nothing { get; } = new(null);

    /// <summary>Indicates whether the result contains this object.</summary>
    public bool ContainsObject(IAsyncDisposable disposable) => _objects.Contains(disposable);

    /// <summary>Indicates whether the result contains the container or network of this id.</summary>
    public bool ContainsId(string? id) => id is not null && _ids.Contains(id);

    /// <summary>Indicates whether the result contains the image of this name.</summary>
    public bool ContainsImage(ImageReference name) => _images.Contains(name);

    /// <summary>Indicates whether the result contains the volume of this name.</summary>
    public bool ContainsVolume(string? name) => name is not null && _volumes.Contains(name);

    /// <summary>Returns the dependencies of those containers in the result that use the resource.</summary>
    public IReadOnlyList<ContainerDependencies> GetUsersOf(TrackedResource resource) =>
        [.. _dependencies.Values.Where(resource.IsUsedBy)];

    /// <summary>Adds a container and its dependencies.</summary>
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
        if (result is IAsyncDisposable) _objects.Add(result);
        switch (result)
        {
            case IResourceHandle handle:
                handle.AddTo(this);
                break;
            case IResourceOwner owner:
                foreach (var owned in owner.OwnedResources) Collect(owned);
                break;
            // Plain data, such as the bytes of a file, may have a billion elements.
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
