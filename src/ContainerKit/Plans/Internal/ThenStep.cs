namespace ContainerKit.Plans;

/// <summary>A step that runs a delegate on the result of the previous step.</summary>
internal sealed class ThenStep<TFrom, T>(Step<TFrom> previous, string text, Func<PlanContext, TFrom, Task<T>> operation)
    : Step<T>(text, previous)
{
    public override async Task<T> RunAsync(PlanContext context)
    {
        var from = await previous.RunAsync(context).ConfigureAwait(false);
        return await context.StepAsync(Text, () => operation(context, from)).ConfigureAwait(false);
    }
}
