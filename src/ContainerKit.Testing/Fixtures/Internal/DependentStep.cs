using ContainerKit.Plans;

namespace ContainerKit.Testing.Fixtures;

/// <summary>A step that runs a plan when other plans of the same run have completed.</summary>
internal sealed class DependentStep<T>(string name, Task<T>[] dependencies, Plan<T> plan) : Step<T>($"{name}: {plan}", previous: null)
{
    public override async Task<T> RunAsync(PlanContext scope)
    {
        // If a dependency fails, its error is reported as the first one, and the token fires.
        await Task.WhenAll(dependencies).WaitAsync(scope.Token).ConfigureAwait(false);
        return await plan.Step.RunAsync(scope.CreateChild(plan.Options, scope.Token)).ConfigureAwait(false);
    }
}
