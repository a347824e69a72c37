using ContainerKit.Plans;

namespace ContainerKit;

/// <summary>Creates plans from values and from other plans.</summary>
public static class Plan
{
    /// <summary>
    /// Creates a plan whose result exists already. The caller owns the value if it is part of the result of a plan.
    /// </summary>
    public static Plan<T> FromResult<T>(T value) =>
        new(new HaveStep<T>(value, value?.ToString() ?? "nothing"), PlanOptions.None);

    /// <summary>
    /// Runs plans in parallel. If one of them fails, the others are canceled, the resources that all of them created
    /// are removed, and the first error is thrown.
    /// </summary>
    /// <returns>A plan for the results, in the order of the plans.</returns>
    public static Plan<T[]> All<T>(params Plan<T>[] plans)
    {
        ArgumentNullException.ThrowIfNull(plans);
        if (plans.Any(plan => plan is null)) throw new ArgumentException("A plan is null.", nameof(plans));
        Plan<T>[] copy = [.. plans];
        return new(new WhenAllStep<T[]>(copy.Select(plan => plan.ToString()), async execution =>
        {
            var running = Array.ConvertAll(copy, plan => execution.Start(plan.Step, plan.Options));
            await execution.FinishAsync().ConfigureAwait(false);
            return await Task.WhenAll(running).ConfigureAwait(false);
        }), PlanOptions.None);
    }

    /// <inheritdoc cref="All{T}(Plan{T}[])"/>
    public static Plan<(T1, T2)> All<T1, T2>(Plan<T1> first, Plan<T2> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return new(new WhenAllStep<(T1, T2)>([first.ToString(), second.ToString()], async execution =>
        {
            var one = execution.Start(first.Step, first.Options);
            var two = execution.Start(second.Step, second.Options);
            await execution.FinishAsync().ConfigureAwait(false);
            return (await one.ConfigureAwait(false), await two.ConfigureAwait(false));
        }), PlanOptions.None);
    }

    /// <inheritdoc cref="All{T}(Plan{T}[])"/>
    public static Plan<(T1, T2, T3)> All<T1, T2, T3>(Plan<T1> first, Plan<T2> second, Plan<T3> third)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(third);
        return new(new WhenAllStep<(T1, T2, T3)>([first.ToString(), second.ToString(), third.ToString()], async execution =>
        {
            var one = execution.Start(first.Step, first.Options);
            var two = execution.Start(second.Step, second.Options);
            var three = execution.Start(third.Step, third.Options);
            await execution.FinishAsync().ConfigureAwait(false);
            return (await one.ConfigureAwait(false), await two.ConfigureAwait(false), await three.ConfigureAwait(false));
        }), PlanOptions.None);
    }
}
