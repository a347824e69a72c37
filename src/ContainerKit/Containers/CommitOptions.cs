using ContainerKit.Containers;

namespace ContainerKit;

/// <summary>How a container becomes an image. Immutable.</summary>
public sealed record CommitOptions
{
    /// <summary>Who made the image. Default: nobody.</summary>
    public string? Author { get; init; }

    /// <summary>What the image is. Default: nothing.</summary>
    public string? Message { get; init; }

    /// <summary>Dockerfile instructions applied on top of the container's configuration, such as <c>CMD ["nginx"]</c> or <c>ENV A=1</c>. Default: none.</summary>
    public IReadOnlyList<string> Changes
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "changes");
    } = [];

    /// <summary>Whether the container's processes stand still while its files are read. Default: true.</summary>
    public bool Pause { get; init; } = true;

    /// <summary>
    /// Whether the image gets what is in the container's volumes, too, at the paths where they are mounted: a volume that a container of it has there
    /// begins with that. The container must not run. Default: false; a commit leaves volumes out, and with them the data of most databases.
    /// </summary>
    public bool IncludeVolumes { get; init; }
}
