using ContainerKit.Plans;

namespace ContainerKit;

/// <summary>Puts plans together.</summary>
public static class Plan
{
    /// <summary>A plan for something that is there already. What a chain hands back in its result is the caller's, also when it came in by this.</summary>
    public static Plan<T> FromResult<T>(T value) => new(new HaveStep<T>(value, value?.ToString() ?? "nothing"), PlanOptions.None);

    /// <summary>Runs plans in parallel. When one fails the others are cancelled, what all of them made is removed, and the first error comes out.</summary>
    /// <returns>A plan for all results, in the order of the plans.</returns>
    public static Plan<T[]> All<T>(params Plan<T>[] plans)
    {
        ArgumentNullException.ThrowIfNull(plans);
        if (plans.Any(plan => plan is null)) throw new ArgumentException("A plan is null.", nameof(plans));
        Plan<T>[] copy = [.. plans];
        return new(new WhenAllStep<T[]>(copy.Select(plan => plan.ToString()), async together =>
        {
            var running = Array.ConvertAll(copy, plan => together.Start(plan.Step, plan.Options));
            await together.FinishAsync().ConfigureAwait(false);
            return await Task.WhenAll(running).ConfigureAwait(false);
        }), PlanOptions.None);
    }

    /// <inheritdoc cref="All{T}(Plan{T}[])"/>
    public static Plan<(T1, T2)> All<T1, T2>(Plan<T1> first, Plan<T2> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return new(new WhenAllStep<(T1, T2)>([first.ToString(), second.ToString()], async together =>
        {
            var (one, two) = (together.Start(first.Step, first.Options), together.Start(second.Step, second.Options));
            await together.FinishAsync().ConfigureAwait(false);
            return (await one.ConfigureAwait(false), await two.ConfigureAwait(false));
        }), PlanOptions.None);
    }

    /// <inheritdoc cref="All{T}(Plan{T}[])"/>
    public static Plan<(T1, T2, T3)> All<T1, T2, T3>(Plan<T1> first, Plan<T2> second, Plan<T3> third)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(third);
        return new(new WhenAllStep<(T1, T2, T3)>([first.ToString(), second.ToString(), third.ToString()], async together =>
        {
            var (one, two, three) = (together.Start(first.Step, first.Options), together.Start(second.Step, second.Options), together.Start(third.Step, third.Options));
            await together.FinishAsync().ConfigureAwait(false);
            return (await one.ConfigureAwait(false), await two.ConfigureAwait(false), await three.ConfigureAwait(false));
        }), PlanOptions.None);
    }
}
