using System.Text.Json;
using ContainerKit.Http;
using ContainerKit.Json;

namespace ContainerKit.Images;

/// <summary>A platform that an image must have.</summary>
/// <param name="text">
/// The platform as <c>os/architecture[/variant]</c>, or one part alone, which is met by every image with this part.
/// </param>
internal sealed class PlatformRequirement(string text)
{
    // Docker Engine 28.0 and newer list the platforms of an image.
    private static readonly Version _listsPlatforms = new(1, 48);

    private readonly PlatformName _platform = PlatformName.Parse(text);

    /// <summary>
    /// Returns the query for an inspect request whose response lists the platforms of the image. The parameter
    /// <c>platform</c> is not used: it makes the engine return the id of the platform's manifest, and no other request
    /// accepts this id.
    /// </summary>
    public static QueryString? Query(Version api) => api >= _listsPlatforms ? new() { { "manifests", true } } : null;

    /// <summary>
    /// Indicates whether the engine keeps an image for several platforms under one id, so that requests name the
    /// platform. The containerd image store does: its ids are digests of the registry.
    /// </summary>
    public static bool IsOneOfSeveral(JsonElement image) =>
        HasManifests(image) || ImageLookup.Names(image).Any(name => name.Digest is not null && name.Digest == image.GetStringOrEmpty("Id"));

    /// <summary>Indicates whether an image has the platform.</summary>
    /// <returns>
    /// Null if the engine does not report it: an engine older than 28.0 with the containerd image store describes only
    /// the platform of its host.
    /// </returns>
    public bool? IsMetBy(JsonElement image)
    {
        if (HasManifests(image)) return image.EnumerateItems("Manifests").Any(IsMetByManifest);
        if (IsMetBy(image, "Os", "Architecture", "Variant")) return true;
        return IsOneOfSeveral(image) ? null : false;
    }

    private static bool HasManifests(JsonElement image) => image.EnumerateItems("Manifests").Any();

    private bool IsMetByManifest(JsonElement manifest) => manifest.GetBooleanOrDefault("Available")
        && IsMetBy(manifest.GetPropertyOrDefault("ImageData").GetPropertyOrDefault("Platform"), "os", "architecture", "variant");

    // A description without a variant means the usual variant of the architecture.
    private bool IsMetBy(JsonElement platform, string os, string architecture, string variant) =>
        Matches(_platform.Os, platform.GetStringOrEmpty(os))
        && Matches(_platform.Architecture, platform.GetStringOrEmpty(architecture))
        && (platform.GetStringOrEmpty(variant).Length == 0 || Matches(_platform.Variant, platform.GetStringOrEmpty(variant)));

    private static bool Matches(string? required, string actual) =>
        required is null || string.Equals(required, actual, StringComparison.OrdinalIgnoreCase);
}
