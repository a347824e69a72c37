namespace ContainerKit.Plans;

/// <summary>A first link: it needs nothing before it.</summary>
internal sealed class FirstStep<T>(string text, Func<PlanContext, Task<T>> work) : Step<T>(text, previous: null)
{
    public override Task<T> RunAsync(PlanContext scope) => scope.StepAsync(Text, () => work(scope));
}
