using ContainerKit.Plans;

namespace ContainerKit.Testing.Fixtures;

/// <summary>A chain that begins when others, which share its list of what was made, have come to their end.</summary>
internal sealed class DependentStep<T>(string name, Task<T>[] needed, Plan<T> plan) : Step<T>($"{name}: {plan}", previous: null)
{
    public override async Task<T> RunAsync(PlanContext scope)
    {
        // When one of them fails, its error is the first, and the token fires.
        await Task.WhenAll(needed).WaitAsync(scope.Token).ConfigureAwait(false);
        return await plan.Step.RunAsync(scope.CreateChild(plan.Options, scope.Token)).ConfigureAwait(false);
    }
}
