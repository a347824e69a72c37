using ContainerKit.Containers;
using ContainerKit.Images;

namespace ContainerKit;

/// <summary>How a root file system becomes an image. Immutable.</summary>
public sealed record ImageImportOptions
{
    /// <summary>Dockerfile instructions for the image's configuration, such as <c>CMD ["sh"]</c> or <c>ENV A=1</c>. Default: none.</summary>
    public IReadOnlyList<string> Changes
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "changes");
    } = [];

    /// <summary>What the image is. Default: the engine's own words.</summary>
    public string? Message { get; init; }

    /// <summary>The image's platform, as <c>os/architecture[/variant]</c> or one of the first two alone: <c>linux/arm64</c>. Default: the engine's own.</summary>
    /// <exception cref="ArgumentException">The text is not a platform.</exception>
    public string? Platform
    {
        get;
        init => field = value is null ? null : PlatformName.Normalize(value);
    }
}
