namespace ContainerKit.Testing;

/// <summary>One container in the description of an <see cref="EnvironmentFixture"/>, for others to depend on.</summary>
public sealed class EnvironmentPart
{
    private readonly Func<NetworkAttachment, ContainerPlan> _describe;

    internal EnvironmentPart(string name, int index, Func<NetworkAttachment, ContainerPlan> describe, IReadOnlyList<EnvironmentPart> dependsOn)
    {
        Name = name;
        Index = index;
        _describe = describe;
        DependsOn = dependsOn;
    }

    /// <summary>Its name on the fixture's network.</summary>
    public string Name { get; }

    internal int Index { get; }

    internal IReadOnlyList<EnvironmentPart> DependsOn { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    internal ContainerPlan Plan(Network network) => _describe(network.As(Name))
        ?? throw new InvalidOperationException($"The description of '{Name}' is null instead of a plan.");
}
