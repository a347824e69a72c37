namespace ContainerKit.Plans;

/// <summary>A projection of another step's result. It does no work, so it has no text and is not reported.</summary>
internal sealed class SelectStep<TFrom, T>(Step<TFrom> inner, Func<TFrom, T> selector)
    : Step<T>(inner.ToString(), previous: null)
{
    public override async Task<T> RunAsync(PlanContext context) =>
        selector(await inner.RunAsync(context).ConfigureAwait(false));
}
