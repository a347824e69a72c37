using ContainerKit.Containers;
using ContainerKit.Images;

namespace ContainerKit;

/// <summary>The configuration of an imported image. Immutable.</summary>
public sealed record ImageImportOptions
{
    /// <summary>
    /// The Dockerfile instructions for the configuration, such as <c>CMD ["sh"]</c> or <c>ENV A=1</c>. Default: none.
    /// </summary>
    public IReadOnlyList<string> Changes
    {
        get;
        init => field = SpecValidation.ValidateStrings(value, "changes");
    } = [];

    /// <summary>The message of the import. Default: the engine's message.</summary>
    /// <exception cref="ArgumentException">The value contains a null character.</exception>
    public string? Message
    {
        get;
        init => field = SpecValidation.ValidateText(value, "The message");
    }

    /// <summary>
    /// The platform of the image: <c>os/architecture[/variant]</c>, or only the operating system or the architecture,
    /// such as <c>linux/arm64</c>. Default: the platform of the engine.
    /// </summary>
    /// <exception cref="ArgumentException">The text is not a platform.</exception>
    public string? Platform
    {
        get;
        init => field = value is null ? null : PlatformName.Normalize(value);
    }
}
