namespace ContainerKit.Plans;

/// <summary>The first link of what a handle does: the thing is there already.</summary>
internal sealed class HaveStep<T>(T thing, string text) : Step<T>(text, previous: null)
{
    public override Task<T> RunAsync(PlanContext scope) => Task.FromResult(thing);
}
