namespace ContainerKit.Plans;

/// <summary>
/// The link after which the chain goes on with a plan that is made from what the link before gave. It works on the same list of what
/// was made, so that one failure undoes both. Which plan that is shows when it runs.
/// </summary>
internal sealed class FlatMapStep<TFrom, T>(Step<TFrom> previous, Func<TFrom, (Step<T> Step, PlanOptions Options)?> next) : Step<T>("then …", previous)
{
    public override async Task<T> RunAsync(PlanContext scope)
    {
        var from = await previous.RunAsync(scope).ConfigureAwait(false);
        scope.Token.ThrowIfCancellationRequested();
        var (step, options) = next(from) ?? throw new InvalidOperationException("The function given to Then gave null instead of a plan.");
        return await step.RunAsync(scope.CreateChild(options, scope.Token)).ConfigureAwait(false);
    }
}
