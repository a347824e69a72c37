using ContainerKit.Swarm.Services;

namespace ContainerKit.Swarm;

/// <summary>A service of a stack. Immutable.</summary>
/// <param name="Name">The name in the stack, by which the other services of the stack reach it.</param>
/// <param name="Image">The plan of the image.</param>
/// <param name="Spec">
/// The description. A network, secret or config of the stack is named without the name of the stack. Without networks, the service is on
/// the default network of the stack.
/// </param>
public sealed record StackService(string Name, ImagePlan Image, ServiceSpec Spec)
{
    /// <summary>The name in the stack.</summary>
    public string Name { get; } = SpecChecks.ServiceName(Name);

    /// <summary>The plan of the image.</summary>
    public ImagePlan Image { get; } = Image ?? throw new ArgumentNullException(nameof(Image));

    /// <summary>The description.</summary>
    public ServiceSpec Spec { get; } = Spec ?? throw new ArgumentNullException(nameof(Spec));

    /// <summary>Returns the name and the description on one line.</summary>
    public override string ToString() => $"{Name}: {Spec}";
}
