namespace ContainerKit.Plans;

/// <summary>Another view of what the link before gave; no work, so no text of its own.</summary>
internal sealed class SelectStep<TFrom, T>(Step<TFrom> inner, Func<TFrom, T> view) : Step<T>(inner.ToString(), previous: null)
{
    public override async Task<T> RunAsync(PlanContext scope) => view(await inner.RunAsync(scope).ConfigureAwait(false));
}
