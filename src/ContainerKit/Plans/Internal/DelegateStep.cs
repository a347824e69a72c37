namespace ContainerKit.Plans;

/// <summary>A step that runs a delegate. The methods of <see cref="Step"/> and <see cref="Step{T}"/> create it.</summary>
internal sealed class DelegateStep<T>(string text, Step? previous, Func<PlanContext, Task<T>> run) : Step<T>(text, previous)
{
    public override Task<T> RunAsync(PlanContext context) => run(context);
}
