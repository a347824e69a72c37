using ContainerKit.Images;
using ContainerKit.Plans;

namespace ContainerKit.Containers;

/// <summary>The step that creates a container and does not start it.</summary>
internal sealed class CreateStep(Step<ImageClient> image, ContainerSpec spec) : Step<ContainerClient>(TextOf(spec), image)
{
    private readonly RunStep _run = new(image, spec, TextOf(spec));

    public override Task<ContainerClient> RunAsync(PlanContext context) =>
        _run.RunAsync(context, (container, _) => Task.FromResult(container));

    private static string TextOf(ContainerSpec spec) => "create" + spec.Validate().ToString()["run".Length..];
}
