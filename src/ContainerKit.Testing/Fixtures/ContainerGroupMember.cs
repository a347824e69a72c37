using ContainerKit.Plans;

namespace ContainerKit.Testing;

/// <summary>
/// A container or service in the description of a <see cref="ContainerGroupFixture"/>. Other containers can depend on
/// it.
/// </summary>
public sealed class ContainerGroupMember
{
    private readonly Func<Network, Plan<IAsyncDisposable>> _createPlan;

    internal ContainerGroupMember(
        string name, int index, Func<Network, Plan<IAsyncDisposable>> createPlan, IReadOnlyList<ContainerGroupMember> dependsOn)
    {
        Name = name;
        Index = index;
        _createPlan = createPlan;
        DependsOn = dependsOn;
    }

    /// <summary>The name on the fixture's network.</summary>
    public string Name { get; }

    internal int Index { get; }

    internal IReadOnlyList<ContainerGroupMember> DependsOn { get; }

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;

    /// <summary>
    /// Returns a function that creates the member's plan. The result type is common to containers and services.
    /// </summary>
    internal static Func<Network, Plan<IAsyncDisposable>> CreatePlanFactory<T>(string name, Func<NetworkAttachment, Plan<T>?> describe)
        where T : IAsyncDisposable => network =>
        {
            var plan = describe(network.As(name))
                ?? throw new InvalidOperationException($"The description of '{name}' returned null instead of a plan.");
            return new Plan<IAsyncDisposable>(new SelectStep<T, IAsyncDisposable>(plan.Step, result => result), plan.Options);
        };

    internal Plan<IAsyncDisposable> CreatePlan(Network network) => _createPlan(network);
}
