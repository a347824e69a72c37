using ContainerKit.Containers;
using ContainerKit.Images;
using ContainerKit.Plans;

namespace ContainerKit;

public partial class Plan<T>
{
    /// <summary>
    /// Continues with a second plan that is created from the result so far, such as containers on a network. Both run
    /// as one plan, with one token, one progress and one cleanup. The result is that of the second plan.
    /// </summary>
    /// <remarks>
    /// A network or a volume that the plan created and that is not part of the result is removed at the end of the
    /// plan. If a container in the result uses it, it is removed with the last such container.
    /// </remarks>
    /// <example><code>
    /// var (db, web) = await Network.Create().Then(network => Plan.All(
    ///     Image.Pull("postgres:15").Run(new ContainerSpec { Networks = [network.As("db")] }),
    ///     Image.Pull("nginx").Run(new ContainerSpec { Networks = [network] })));
    /// </code></example>
    /// <param name="next">Creates the second plan when the first one has run. An exception from it fails the
    /// plan.</param>
    public Plan<TNext> Then<TNext>(Func<T, Plan<TNext>> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return new Plan<TNext>(
            Step.Then<TNext>(result => next(result) is { } plan ? (plan.Step, plan.Options) : null),
            Options);
    }

    /// <inheritdoc cref="Then{TNext}(Func{T, Plan{TNext}})"/>
    public ContainerPlan Then(Func<T, ContainerPlan> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return new ContainerPlan(
            Step.Then<ContainerClient>(result => next(result) is { } plan ? (plan.Source, plan.Options) : null),
            Options);
    }

    /// <inheritdoc cref="Then{TNext}(Func{T, Plan{TNext}})"/>
    public ImagePlan Then(Func<T, ImagePlan> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return new ImagePlan(
            Step.Then<ImageClient>(result => next(result) is { } plan ? (plan.Source, plan.Options) : null),
            Options);
    }
}
