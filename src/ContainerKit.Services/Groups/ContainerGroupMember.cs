namespace ContainerKit.Services;

/// <summary>
/// A container or service in the description of a <see cref="ContainerGroup"/>. Other containers can depend on
/// it.
/// </summary>
public sealed class ContainerGroupMember
{
    private readonly Func<Network, Func<StepContext, Task<IAsyncDisposable>>> _describe;

    internal ContainerGroupMember(
        string name,
        int index,
        Func<Network, Func<StepContext, Task<IAsyncDisposable>>> describe,
        IReadOnlyList<ContainerGroupMember> dependsOn)
    {
        Name = name;
        Index = index;
        _describe = describe;
        DependsOn = dependsOn;
    }

    /// <summary>The name on the group's network.</summary>
    public string Name { get; }

    internal int Index { get; }

    internal IReadOnlyList<ContainerGroupMember> DependsOn { get; }

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;

    /// <summary>
    /// Returns a function that describes the member on a network and returns the function that starts it. The result
    /// type is common to containers and services.
    /// </summary>
    internal static Func<Network, Func<StepContext, Task<IAsyncDisposable>>> Describe<T>(
        string name, Func<NetworkAttachment, Plan<T>?> describe)
        where T : IAsyncDisposable => network =>
        {
            var plan = describe(network.As(name))
                ?? throw new InvalidOperationException($"The description of '{name}' returned null instead of a plan.");
            return async context => await context.RunAsync(plan).ConfigureAwait(false);
        };

    /// <summary>Creates the plan that starts the member when its dependencies have started.</summary>
    /// <param name="network">The network of the group.</param>
    /// <param name="started">The sources of the members' starts, by index. This member completes its own one.</param>
    internal Plan<IAsyncDisposable> CreatePlan(Network network, IReadOnlyList<TaskCompletionSource> started)
    {
        var start = _describe(network);
        return Plan.Create(Name, async context =>
        {
            // If a dependency fails, its error is reported as the first one, and the token fires.
            var dependencies = DependsOn.Select(other => started[other.Index].Task);
            await Task.WhenAll(dependencies).WaitAsync(context.CancellationToken).ConfigureAwait(false);
            var result = await start(context).ConfigureAwait(false);
            started[Index].SetResult();
            return result;
        });
    }
}
