using ContainerKit.Images;
using ContainerKit.Plans;

namespace ContainerKit.Containers;

/// <summary>A run that stops short of the start.</summary>
internal sealed class CreateStep(Step<ImageClient> image, ContainerSpec spec) : Step<ContainerClient>(TextOf(spec), image)
{
    private readonly RunStep _run = new(image, spec, TextOf(spec));

    public override Task<ContainerClient> RunAsync(PlanContext scope) => _run.RunAsync(scope, (container, _) => Task.FromResult(container));

    private static string TextOf(ContainerSpec spec) => "create" + spec.Validate().ToString()["run".Length..];
}
