namespace ContainerKit.Plans;

/// <inheritdoc cref="Step"/>
internal abstract class Step<T>(string text, Step? previous) : Step(text, previous)
{
    /// <summary>Runs all steps up to this one.</summary>
    public abstract Task<T> RunAsync(PlanContext context);

    /// <summary>Returns a step that runs an operation on the result of this one.</summary>
    public Step<TNext> Then<TNext>(string text, Func<PlanContext, T, Task<TNext>> operation) =>
        new DelegateStep<TNext>(text, this, async context =>
        {
            var result = await RunAsync(context).ConfigureAwait(false);
            return await context.StepAsync(text, () => operation(context, result)).ConfigureAwait(false);
        });

    /// <summary>
    /// Returns a step that projects the result of this one. It does no work, so it appears as this step in texts and
    /// progress reports.
    /// </summary>
    public Step<TView> Select<TView>(Func<T, TView> selector) =>
        new DelegateStep<TView>(Text, Previous, async context => selector(await RunAsync(context).ConfigureAwait(false)));

    /// <summary>
    /// Returns a step that creates another plan from the result of this one and runs it. Both plans share one list of
    /// created resources, so that a failure removes the resources of both. The text of the step is fixed, because the
    /// second plan is known only when the step runs.
    /// </summary>
    public Step<TNext> Then<TNext>(Func<T, (Step<TNext> Step, PlanOptions Options)?> next) =>
        new DelegateStep<TNext>("then …", this, async context =>
        {
            var result = await RunAsync(context).ConfigureAwait(false);
            context.Token.ThrowIfCancellationRequested();
            var (step, options) = next(result)
                ?? throw new InvalidOperationException("The function passed to Then returned null instead of a plan.");
            return await step.RunAsync(context.CreateChild(options, context.Token)).ConfigureAwait(false);
        });
}
