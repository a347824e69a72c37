namespace ContainerKit.Plans;

/// <summary>The usual link: it does something with what the link before it gave.</summary>
internal sealed class ThenStep<TFrom, T>(Step<TFrom> previous, string text, Func<PlanContext, TFrom, Task<T>> work) : Step<T>(text, previous)
{
    public override async Task<T> RunAsync(PlanContext scope)
    {
        var from = await previous.RunAsync(scope).ConfigureAwait(false);
        return await scope.StepAsync(Text, () => work(scope, from)).ConfigureAwait(false);
    }
}
