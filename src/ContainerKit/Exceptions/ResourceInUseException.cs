namespace ContainerKit;

/// <summary>The exception for a network or volume that cannot be removed because containers use it.</summary>
public sealed class ResourceInUseException : ContainerKitException
{
    internal ResourceInUseException(IReadOnlyList<string> containers, string message, Exception? inner = null)
        : base(message, inner) => Containers = containers;

    /// <summary>The names of the containers that use the resource. Empty if the engine does not report them.</summary>
    public IReadOnlyList<string> Containers { get; }

    internal static string Describe(IReadOnlyList<string> containers) => containers.Count switch
    {
        0 => "a container or another resource still uses",
        1 => $"the container {containers[0]} uses",
        _ => $"the containers {string.Join(", ", containers)} use",
    };
}
