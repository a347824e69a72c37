namespace ContainerKit.Plans;

/// <summary>
/// Several plans in parallel. They share one list of created resources, so that one failure removes the resources of
/// all.
/// </summary>
internal sealed class WhenAllStep<T>(IEnumerable<string> plans, Func<WhenAllExecution, Task<T>> operation)
    : Step<T>($"all({string.Join("; ", plans)})", previous: null)
{
    public override async Task<T> RunAsync(PlanContext context)
    {
        using var execution = new WhenAllExecution(context);
        return await operation(execution).ConfigureAwait(false);
    }
}
