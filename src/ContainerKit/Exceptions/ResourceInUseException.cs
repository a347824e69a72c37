namespace ContainerKit;

/// <summary>A network or a volume cannot be removed, since containers use it.</summary>
public sealed class ResourceInUseException : ContainerKitException
{
    internal ResourceInUseException(IReadOnlyList<string> containers, string message, Exception? inner = null)
        : base(message, inner) => Containers = containers;

    /// <summary>The names of the containers that use it; empty where the engine does not tell.</summary>
    public IReadOnlyList<string> Containers { get; }

    internal static string Describe(IReadOnlyList<string> containers) => containers.Count switch
    {
        0 => "something still uses",
        1 => $"the container {containers[0]} uses",
        _ => $"the containers {string.Join(", ", containers)} use",
    };
}
