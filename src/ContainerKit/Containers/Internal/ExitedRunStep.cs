using ContainerKit.Plans;

namespace ContainerKit.Containers;

/// <summary>
/// The step that runs a container until it exits, and passes the container on. It is for a container that the engine
/// removes at its exit, because a wait after the start could be too late.
/// </summary>
internal sealed class ExitedRunStep(Step previous, IContainerCreation run, string verb, ExitCodes allowed)
    : Step<ContainerClient>(verb, previous)
{
    public override Task<ContainerClient> RunAsync(PlanContext context) => run.RunAsync(context, async (container, start) =>
    {
        var options = new CompletionOptions { AllowedExitCodes = allowed };
        await AttachedRunStep.CompleteAsync(container, start, options, context.Token).ConfigureAwait(false);
        return container;
    });
}
