using System.Collections;
using System.Runtime.CompilerServices;

namespace ContainerKit.Cleanup;

/// <summary>The containers in a chain's result, which may be one, several in a tuple or an array, or plain data with none.</summary>
internal sealed class HandedBack
{
    private readonly HashSet<string> _containers = [];

    public HandedBack(object? result) => Collect(result);

    public bool Holds(string? containerId) => containerId is not null && _containers.Contains(containerId);

    private void Collect(object? result)
    {
        switch (result)
        {
            case Container container:
                _containers.Add(container.Id);
                break;
            case ConsoleResult { Container: { } detached }:
                _containers.Add(detached.Id);
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
