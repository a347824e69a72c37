using ContainerKit.Plans;

namespace ContainerKit.Testing;

/// <summary>One container or service in the description of an <see cref="ContainerGroupFixture"/>, for others to depend on.</summary>
public sealed class ContainerGroupMember
{
    private readonly Func<Network, Plan<IAsyncDisposable>> _plan;

    internal ContainerGroupMember(string name, int index, Func<Network, Plan<IAsyncDisposable>> plan, IReadOnlyList<ContainerGroupMember> dependsOn)
    {
        Name = name;
        Index = index;
        _plan = plan;
        DependsOn = dependsOn;
    }

    /// <summary>Its name on the fixture's network.</summary>
    public string Name { get; }

    internal int Index { get; }

    internal IReadOnlyList<ContainerGroupMember> DependsOn { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>A plan for the container or the service itself, without what it is in particular: the parts of an environment are of many kinds.</summary>
    internal static Func<Network, Plan<IAsyncDisposable>> Plans<T>(string name, Func<NetworkAttachment, Plan<T>?> describe)
        where T : IAsyncDisposable => network =>
        {
            var plan = describe(network.As(name)) ?? throw new InvalidOperationException($"The description of '{name}' is null instead of a plan.");
            return new Plan<IAsyncDisposable>(new SelectStep<T, IAsyncDisposable>(plan.Step, it => it), plan.Options);
        };

    internal Plan<IAsyncDisposable> Plan(Network network) => _plan(network);
}
