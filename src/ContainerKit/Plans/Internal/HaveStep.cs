namespace ContainerKit.Plans;

/// <summary>A first step whose result exists already, such as the resource of a handle.</summary>
internal sealed class HaveStep<T>(T value, string text) : Step<T>(text, previous: null)
{
    public override Task<T> RunAsync(PlanContext context) => Task.FromResult(value);
}
