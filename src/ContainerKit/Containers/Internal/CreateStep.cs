using ContainerKit.Images;
using ContainerKit.Plans;

namespace ContainerKit.Containers;

/// <summary>The step that creates a container and does not start it.</summary>
internal sealed class CreateStep(Step<ImageClient> image, ContainerSpec spec)
    : Step<ContainerClient>(Describe(spec), image), IContainerCreation
{
    private readonly RunStep _run = new(image, spec, Describe(spec));

    public ContainerSpec Spec => spec;

    public bool StartsContainer => false;

    public IContainerCreation With(ContainerSpec other) => new CreateStep(image, other);

    public override Task<ContainerClient> RunAsync(PlanContext context) =>
        _run.RunAsync(context, (container, _) => Task.FromResult(container));

    public Task<T> RunAsync<T>(PlanContext context, Func<ContainerClient, Func<Task<ContainerClient>>, Task<T>> useContainer) =>
        _run.RunAsync(context, useContainer);

    private static string Describe(ContainerSpec spec) => "create" + spec.Validate().ToString()["run".Length..];
}
