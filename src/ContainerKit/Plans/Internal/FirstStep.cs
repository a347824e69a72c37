namespace ContainerKit.Plans;

/// <summary>A first step that runs a delegate.</summary>
internal sealed class FirstStep<T>(string text, Func<PlanContext, Task<T>> operation) : Step<T>(text, previous: null)
{
    public override Task<T> RunAsync(PlanContext context) => context.StepAsync(Text, () => operation(context));
}
