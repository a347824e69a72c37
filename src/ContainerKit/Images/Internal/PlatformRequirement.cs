using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit.Images;

/// <summary>A platform that was asked for, and whether an image on an engine has it.</summary>
/// <param name="text"><c>os/architecture[/variant]</c>, or one part alone, with which any image that has this part agrees.</param>
internal sealed class PlatformRequirement(string text)
{
    // Docker Engine 28.
    private static readonly Version _tellsPlatforms = new(1, 48);

    private readonly PlatformName _platform = PlatformName.Parse(text);

    /// <summary>
    /// What an inspection is asked beside. An inspection <c>?platform=</c> would answer the platform's own manifest for the image's id, and
    /// no other request takes that one for an image.
    /// </summary>
    public static string Query(Version api) => api >= _tellsPlatforms ? "?manifests=1" : "";

    /// <summary>Whether its engine keeps an image for several platforms under one id, so that whoever uses it says which: containerd's image store does, whose ids are digests of a registry's.</summary>
    public static bool IsOneOfSeveral(JsonElement image) =>
        IsListed(image) || ImageLookup.Names(image).Any(name => name.Digest is not null && name.Digest == image.GetStringOrEmpty("Id"));

    /// <returns>Null where the engine does not tell: one that keeps several describes that of its host, when it has it, and older ones do not list the others.</returns>
    public bool? IsIn(JsonElement image)
    {
        if (IsListed(image)) return image.EnumerateItems("Manifests").Any(manifest => manifest.GetBooleanOrDefault("Available") && Is(manifest.GetPropertyOrDefault("ImageData").GetPropertyOrDefault("Platform"), "os", "architecture", "variant"));
        if (Is(image, "Os", "Architecture", "Variant")) return true;
        return IsOneOfSeveral(image) ? null : false;
    }

    private static bool IsListed(JsonElement image) => image.EnumerateItems("Manifests").Any();

    // An engine that does not tell a variant has the architecture's usual one.
    private bool Is(JsonElement platform, string os, string architecture, string variant) =>
        Is(_platform.Os, platform.GetStringOrEmpty(os)) && Is(_platform.Architecture, platform.GetStringOrEmpty(architecture))
        && (platform.GetStringOrEmpty(variant).Length == 0 || Is(_platform.Variant, platform.GetStringOrEmpty(variant)));

    private static bool Is(string? wanted, string has) => wanted is null || string.Equals(wanted, has, StringComparison.OrdinalIgnoreCase);
}
