using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit.Images;

/// <summary>Reads ids and names of images in the form of Docker, which not all engines use in all responses.</summary>
internal static class ImageIdText
{
    private const string Algorithm = "sha256:";
    private const string DefaultRegistry = "docker.io/";
    private const string DefaultFolder = "library/";

    /// <summary>
    /// Returns an id with its algorithm. Podman 4.3 to 5.8 omit it in the responses to a commit, a removal and a prune.
    /// </summary>
    public static string WithAlgorithm(string id) =>
        id.Length == 64 && id.All(char.IsAsciiHexDigitLower) ? Algorithm + id : id;

    /// <summary>Returns the hexadecimal digits of an id.</summary>
    public static string WithoutAlgorithm(string id) => id.StartsWith(Algorithm, StringComparison.Ordinal) ? id[Algorithm.Length..] : id;

    /// <summary>
    /// Returns the tags in the description of an image. With the containerd image store, Docker Engine 28 reports a pull by digest as one
    /// of them.
    /// </summary>
    public static IEnumerable<string> ReadTags(JsonElement image) => image.GetStrings("RepoTags")
        .Where(name => name != "<none>:<none>" && !name.Contains('@', StringComparison.Ordinal))
        .Select(ToFamiliar);

    /// <summary>Returns a name without the default registry, as Docker reports it.</summary>
    public static string ToFamiliar(string name)
    {
        if (!name.StartsWith(DefaultRegistry, StringComparison.Ordinal)) return name;
        var path = name[DefaultRegistry.Length..];
        // library/a/b is another image than a/b.
        return path.StartsWith(DefaultFolder, StringComparison.Ordinal) && path.LastIndexOf('/') == DefaultFolder.Length - 1
            ? path[DefaultFolder.Length..]
            : path;
    }
}
