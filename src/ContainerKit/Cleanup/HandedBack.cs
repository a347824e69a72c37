using System.Collections;
using System.Runtime.CompilerServices;

namespace ContainerKit.Cleanup;

/// <summary>The containers and images in a chain's result, which may be one, several in a tuple or an array, or plain data with none.</summary>
internal sealed class HandedBack
{
    private readonly HashSet<string> _containers = [];
    private readonly HashSet<ImageReference> _images = [];
    private readonly HashSet<MadeThing> _belongings = [];

    public HandedBack(object? result) => Collect(result);

    public bool Holds(string? containerId) => containerId is not null && _containers.Contains(containerId);

    /// <summary>Whether an image goes to the caller, by its name or as what a container was made from.</summary>
    public bool Holds(MadeThing made, ImageReference name) => _images.Contains(name) || _belongings.Contains(made);

    private void Collect(object? result)
    {
        switch (result)
        {
            case Container container:
                _containers.Add(container.Id);
                if (container.Belonging is { } belonging) _belongings.Add(belonging);
                break;
            case Image image:
                _images.Add(image.Reference);
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
