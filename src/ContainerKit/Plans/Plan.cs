using ContainerKit.Plans;

namespace ContainerKit;

/// <summary>Creates plans from values and from other plans.</summary>
public static class Plan
{
    /// <summary>
    /// Creates a plan of one step that runs code, as part of which other plans can run. The resources that they create
    /// belong to this plan: if it fails, it removes them, and if it succeeds, it removes those that are not in its
    /// result.
    /// </summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="description">The text of the step, in <see cref="Plan{T}.ToString"/>, progress and errors.</param>
    /// <param name="operation">
    /// The code. It runs each time the plan runs. An exception from it fails the plan.
    /// </param>
    /// <exception cref="ArgumentException">The description is empty.</exception>
    /// <example><code>
    /// var database = await Plan.Create("start the database", async context =>
    /// {
    ///     var network = await context.RunAsync(Network.Create());
    ///     return await context.RunAsync(Image.Pull("postgres:15").Run(new ContainerSpec { Networks = [network.As("db")] }));
    /// });
    /// </code></example>
    public static Plan<T> Create<T>(string description, Func<StepContext, Task<T>> operation) =>
        new(CreateStep(description, operation, result => result), PlanOptions.None);

    /// <inheritdoc cref="Create{T}(string, Func{StepContext, Task{T}})"/>
    public static ImagePlan Create(string description, Func<StepContext, Task<Image>> operation) =>
        new(CreateStep(description, operation, image => image.Client), PlanOptions.None);

    /// <inheritdoc cref="Create{T}(string, Func{StepContext, Task{T}})"/>
    public static ContainerPlan Create(string description, Func<StepContext, Task<Container>> operation) =>
        new(CreateStep(description, operation, container => container.Client), PlanOptions.None);

    /// <summary>Creates a plan that starts with an existing image, such as <c>Plan.FromResult(image).Run("bash")</c>.</summary>
    public static ImagePlan FromResult(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return new ImagePlan(Step.FromResult(image.Client, image.Reference.ToString()), PlanOptions.None).On(image.Engine);
    }

    /// <summary>
    /// Creates a plan that starts with an existing container, such as <c>Plan.FromResult(container).Exec("ls")</c>. The
    /// plan does not remove the container; its present owner does.
    /// </summary>
    public static ContainerPlan FromResult(Container container)
    {
        ArgumentNullException.ThrowIfNull(container);
        return new ContainerPlan(Step.FromResult(container.Client, container.ToString()), PlanOptions.None).On(container.Engine);
    }

    /// <summary>
    /// Creates a plan whose result exists already. The caller owns the value if it is part of the result of a plan.
    /// </summary>
    public static Plan<T> FromResult<T>(T value) =>
        new(Step.FromResult(value, value?.ToString() ?? "nothing"), PlanOptions.None);

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

    private static Step<TStep> CreateStep<T, TStep>(
        string description, Func<StepContext, Task<T>> operation, Func<T, TStep> getStepResult)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(description);
        ArgumentNullException.ThrowIfNull(operation);
        return Step.Create(
            description, async context => getStepResult(await operation(new StepContext(context)).ConfigureAwait(false)));
    }
}
