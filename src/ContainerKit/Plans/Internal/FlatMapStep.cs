namespace ContainerKit.Plans;

/// <summary>
/// A step that creates another plan from the result of the previous step and runs it. Both plans share one list of
/// created resources, so that a failure removes the resources of both. The text of the step is fixed, because the
/// second plan is known only when the step runs.
/// </summary>
internal sealed class FlatMapStep<TFrom, T>(Step<TFrom> previous, Func<TFrom, (Step<T> Step, PlanOptions Options)?> next)
    : Step<T>("then …", previous)
{
    public override async Task<T> RunAsync(PlanContext context)
    {
        var from = await previous.RunAsync(context).ConfigureAwait(false);
        context.Token.ThrowIfCancellationRequested();
        var (step, options) = next(from)
            ?? throw new InvalidOperationException("The function passed to Then returned null instead of a plan.");
        return await step.RunAsync(context.CreateChild(options, context.Token)).ConfigureAwait(false);
    }
}
