using ContainerKit.Plans;

namespace ContainerKit.Images;

/// <summary>
/// The contract of a step that provides an image. A step that creates a container from the image by its name need not
/// run this step first: the image usually exists, and a failed create request reports that it is missing.
/// </summary>
internal interface IImageSource
{
    /// <summary>
    /// The name by which any image on the engine is the right one. Null if the step has to run to select the image.
    /// </summary>
    ImageReference? SufficientName { get; }

    /// <summary>
    /// The same name as the user wrote it. As with the Docker CLI, the engine reports this text as the image of a container.
    /// </summary>
    string RequestName { get; }

    /// <summary>Provides the missing image, for example by a pull.</summary>
    /// <exception cref="ImageNotFoundException">The image is missing and cannot be provided.</exception>
    Task ProvideAsync(PlanContext context);
}
