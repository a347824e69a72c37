using ContainerKit.Containers;

namespace ContainerKit;

/// <summary>The options of a commit: the creation of an image from a container. Immutable.</summary>
public sealed record CommitOptions
{
    /// <summary>The author of the image. Default: none.</summary>
    /// <exception cref="ArgumentException">The value contains a null character.</exception>
    public string? Author
    {
        get;
        init => field = SpecValidation.ValidateText(value, "The author");
    }

    /// <summary>The commit message. Default: none.</summary>
    /// <exception cref="ArgumentException">The value contains a null character.</exception>
    public string? Message
    {
        get;
        init => field = SpecValidation.ValidateText(value, "The message");
    }

    /// <summary>
    /// The Dockerfile instructions to apply to the container's configuration, such as <c>CMD ["nginx"]</c> or
    /// <c>ENV A=1</c>. Default: none.
    /// </summary>
    public IReadOnlyList<string> Changes
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "changes");
    } = [];

    /// <summary>Indicates whether the container is paused while its files are read. Default: true.</summary>
    public bool Pause { get; init; } = true;

    /// <summary>
    /// Indicates whether the content of the container's volumes is added to the image, at the paths of their mounts.
    /// New volumes at these paths then start with this content. The container must be stopped. Default: false; a commit
    /// does not contain volumes, and so not the data of most databases.
    /// </summary>
    public bool IncludeVolumes { get; init; }
}
