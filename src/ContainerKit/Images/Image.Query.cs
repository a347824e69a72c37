using ContainerKit.Images;
using ContainerKit.Plans;

namespace ContainerKit;

public sealed partial class Image
{
    /// <summary>Creates a plan that finds an image on the engine. No registry is contacted.</summary>
    /// <param name="nameOrId">The name, the id, or an unambiguous prefix of the id.</param>
    /// <exception cref="ArgumentException">The text cannot be an image name or id.</exception>
    /// <remarks>
    /// Running the plan throws <see cref="ImageNotFoundException"/> if the engine has no such image. Engine API:
    /// <c>GET /images/{name}/json</c>.
    /// </remarks>
    public static ImagePlan Find(string nameOrId)
    {
        ImageLookup.Check(nameOrId);
        return new ImagePlan(
            Step.Create($"find {nameOrId}", context => ImageLookup.FindAsync(context.Engine, nameOrId, context.Token)),
            PlanOptions.None);
    }

    /// <summary>Creates a plan that lists the images on the engine, without intermediate images of builds.</summary>
    /// <inheritdoc cref="List(ImageFilter)"/>
    public static Plan<IReadOnlyList<ImageSummary>> List() => List(new ImageFilter());

    /// <summary>Creates a plan that lists the images on the engine that match a filter.</summary>
    /// <remarks>Engine API: <c>GET /images/json</c>.</remarks>
    public static Plan<IReadOnlyList<ImageSummary>> List(ImageFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return new Plan<IReadOnlyList<ImageSummary>>(
            Step.Create(
                filter.ToString(), context => ImageLookup.ListAsync(context.Engine, filter, context.Token)),
            PlanOptions.None);
    }
}
