using ContainerKit.Builds;
using ContainerKit.Plans;

namespace ContainerKit;

public sealed partial class Image
{
    /// <summary>Plans for an image built from a folder with a <c>Dockerfile</c>. Nothing is read and nothing is asked yet.</summary>
    /// <param name="context">The folder, absolute or from the current one.</param>
    /// <inheritdoc cref="Build(BuildSpec)"/>
    public static ImagePlan Build(string context) => Build(new BuildSpec(context));

    /// <summary>
    /// Plans for an image that is built. With <see cref="BuildSpec.Tags"/> it stays under those names. Without any it belongs to the chain: it goes
    /// when the chain ends, or along with the container that the chain hands back; handed back itself, it stays until it is removed.
    /// </summary>
    /// <example><code>
    /// await using var app = await Image.Build("./app").Run(new ContainerSpec { Publish = [80] });
    /// await Image.Build(new BuildSpec("./app") { Tags = ["registry.example.com/app:1.0"] }).Push();
    /// </code></example>
    /// <remarks>Engine API: <c>POST /build</c>. When run it throws <see cref="BuildFailedException"/> with the step that failed and what that wrote.</remarks>
    public static ImagePlan Build(BuildSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new ImagePlan(new BuildStep(spec), PlanOptions.None);
    }
}
