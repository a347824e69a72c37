using ContainerKit.Builds;
using ContainerKit.Plans;

namespace ContainerKit;

public sealed partial class Image
{
    /// <summary>
    /// Creates a plan that builds an image from a folder that contains a <c>Dockerfile</c>. Nothing is read or
    /// requested before the plan runs.
    /// </summary>
    /// <param name="context">The context folder, absolute or relative to the current directory.</param>
    /// <inheritdoc cref="Build(BuildSpec)"/>
    public static ImagePlan Build(string context) => Build(new BuildSpec(context));

    /// <summary>
    /// Creates a plan that builds an image. An image with <see cref="BuildSpec.Tags"/> stays under these names. An
    /// image without tags is removed when the plan ends, or with the container that the plan returns. If the plan
    /// returns the image itself, the image stays until it is removed.
    /// </summary>
    /// <example><code>
    /// await using var app = await Image.Build("./app").Run(new ContainerSpec { Publish = [80] });
    /// await Image.Build(new BuildSpec("./app") { Tags = ["registry.example.com/app:1.0"] }).Push();
    /// </code></example>
    /// <remarks>
    /// Engine API: <c>POST /build</c>. Running the plan throws <see cref="BuildFailedException"/> if a step fails, with
    /// the step and its output.
    /// </remarks>
    public static ImagePlan Build(BuildSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new ImagePlan(new BuildStep(spec), PlanOptions.None);
    }
}
