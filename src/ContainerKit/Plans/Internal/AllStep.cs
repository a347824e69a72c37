namespace ContainerKit.Plans;

/// <summary>Several chains at once. They share the list of what was made, so that one failure undoes all of them.</summary>
internal sealed class AllStep<T>(IEnumerable<string> parts, Func<Together, Task<T>> work) : Step<T>($"all({string.Join("; ", parts)})", previous: null)
{
    public override async Task<T> RunAsync(ChainScope scope)
    {
        using var together = new Together(scope);
        return await work(together).ConfigureAwait(false);
    }
}
