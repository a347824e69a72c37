namespace ContainerKit.Plans;

/// <summary>A projection of the result of another step. It does no work, so it appears as that step in texts and progress.</summary>
internal sealed class SelectStep<TFrom, T>(Step<TFrom> inner, Func<TFrom, T> selector)
    : Step<T>(inner.Text, inner.Previous)
{
    public override async Task<T> RunAsync(PlanContext context) =>
        selector(await inner.RunAsync(context).ConfigureAwait(false));
}
