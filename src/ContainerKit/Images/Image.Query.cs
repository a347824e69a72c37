using ContainerKit.Images;
using ContainerKit.Plans;

namespace ContainerKit;

public sealed partial class Image
{
    /// <summary>Plans for an image that is on the engine already, by its name or id; no registry is ever asked. Nothing is asked yet.</summary>
    /// <param name="nameOrId">Its name, its id, or so much of its id that no other begins the same.</param>
    /// <exception cref="ArgumentException">No image can have such a name or id.</exception>
    /// <remarks>Running it throws an <see cref="ImageNotFoundException"/> where there is none. Engine API: <c>GET /images/{name}/json</c>.</remarks>
    public static ImagePlan Find(string nameOrId)
    {
        ImageLookup.Check(nameOrId);
        return new ImagePlan(new FirstStep<ImageClient>($"find {nameOrId}", scope => ImageLookup.FindAsync(scope.Engine, nameOrId, scope.Token)), PlanOptions.None);
    }

    /// <summary>Plans for a list of the images on the engine. Nothing is asked yet.</summary>
    /// <inheritdoc cref="List(ImageFilter)"/>
    public static Plan<IReadOnlyList<ImageSummary>> List() => List(new ImageFilter());

    /// <summary>Plans for a list of the images on the engine that fit a filter. Nothing is asked yet.</summary>
    /// <remarks>Engine API: <c>GET /images/json</c>.</remarks>
    public static Plan<IReadOnlyList<ImageSummary>> List(ImageFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return new Plan<IReadOnlyList<ImageSummary>>(
            new FirstStep<IReadOnlyList<ImageSummary>>(filter.ToString(), scope => ImageLookup.ListAsync(scope.Engine, filter, scope.Token)), PlanOptions.None);
    }
}
