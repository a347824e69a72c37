using ContainerKit.Containers;
using ContainerKit.Images;
using ContainerKit.Plans;

namespace ContainerKit;

public partial class Plan<T>
{
    /// <summary>
    /// Then goes on with a plan made from what the chain has given so far: a network, then the containers on it. Both are one chain: one
    /// token, one progress, one clean-up; and what comes out is the second plan's result.
    /// </summary>
    /// <remarks>
    /// A network or a volume that the chain made and does not hand back is removed with the chain; where a container that is handed back uses
    /// it, it is removed with the last such container.
    /// </remarks>
    /// <example><code>
    /// var (db, web) = await Network.Create().Then(network => Plan.All(
    ///     Image.Pull("postgres:15").Run(new ContainerSpec { Networks = [network.As("db")] }),
    ///     Image.Pull("nginx").Run(new ContainerSpec { Networks = [network] })));
    /// </code></example>
    /// <param name="next">Makes the plan; called when the chain gets there. An exception from it fails the chain.</param>
    public Plan<TNext> Then<TNext>(Func<T, Plan<TNext>> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return new Plan<TNext>(new FlatMapStep<T, TNext>(Step, result => next(result) is { } plan ? (plan.Step, plan.Options) : null), Options);
    }

    /// <inheritdoc cref="Then{TNext}(Func{T, Plan{TNext}})"/>
    public ContainerPlan Then(Func<T, ContainerPlan> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return new ContainerPlan(new FlatMapStep<T, ContainerClient>(Step, result => next(result) is { } plan ? (plan.Source, plan.Options) : null), Options);
    }

    /// <inheritdoc cref="Then{TNext}(Func{T, Plan{TNext}})"/>
    public ImagePlan Then(Func<T, ImagePlan> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return new ImagePlan(new FlatMapStep<T, ImageClient>(Step, result => next(result) is { } plan ? (plan.Source, plan.Options) : null), Options);
    }
}
