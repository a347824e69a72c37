namespace ContainerKit.Plans;

/// <summary>Several chains at once. They share the list of what was made, so that one failure undoes all of them.</summary>
internal sealed class WhenAllStep<T>(IEnumerable<string> parts, Func<WhenAllExecution, Task<T>> work) : Step<T>($"all({string.Join("; ", parts)})", previous: null)
{
    public override async Task<T> RunAsync(PlanContext scope)
    {
        using var together = new WhenAllExecution(scope);
        return await work(together).ConfigureAwait(false);
    }
}
