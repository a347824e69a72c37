using System.Diagnostics.CodeAnalysis;
using ContainerKit.Diagnostics;
using ContainerKit.Images;

namespace ContainerKit;

/// <summary>
/// The name of an image: registry, repository, tag and digest, with Docker's defaults filled in. <c>ubuntu</c> is
/// <c>docker.io/library/ubuntu:latest</c>. An image without a name is referenced by its id, <c>sha256:</c> and 64
/// hexadecimal digits.
/// </summary>
public sealed record ImageReference
{
    /// <summary>The registry of names without a registry.</summary>
    public const string DockerHub = "docker.io";

    /// <summary>The tag of names with neither tag nor digest.</summary>
    public const string DefaultTag = "latest";

    internal static ImageReference FromId(string id) => new("", "", tag: null, id);

    internal ImageReference(string registry, string repository, string? tag, string? digest)
    {
        Registry = registry;
        Repository = repository;
        Tag = tag;
        Digest = digest;
    }

    /// <summary>The host of the registry, with its port if one is given. Empty for an id.</summary>
    public string Registry { get; }

    /// <summary>The path of the repository in the registry, such as <c>library/ubuntu</c>. Empty for an id.</summary>
    public string Repository { get; }

    /// <summary>The tag. Null for a reference with a digest only.</summary>
    public string? Tag { get; }

    /// <summary>
    /// The digest, such as <c>sha256:</c> and 64 hexadecimal digits. Null for a reference with a tag only. For an id,
    /// the id.
    /// </summary>
    public string? Digest { get; }

    /// <summary>
    /// Indicates whether the reference is an image id. An id is valid on one engine only and unknown to registries.
    /// </summary>
    public bool IsId => Repository.Length == 0;

    /// <summary>The registry and the repository in full. Empty for an id.</summary>
    public string Name => IsId ? "" : $"{Registry}/{Repository}";

    /// <summary>The registry and the repository in short form, without the defaults of Docker Hub.</summary>
    public string FamiliarName => Registry != DockerHub ? Name
        : Repository.StartsWith("library/", StringComparison.Ordinal) ? Repository["library/".Length..]
        : Repository;

    /// <summary>Parses a reference.</summary>
    /// <exception cref="ArgumentException">
    /// The text is not an image reference. The message contains the reason.
    /// </exception>
    public static ImageReference Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (reference, reason) = ImageReferenceParser.Parse(text);
        return reference ?? throw ArgumentErrors.Create(
            $"'{text}' is not an image reference: {reason}. Write it as [registry/]name[:tag][@digest].", nameof(text));
    }

    /// <summary>Tries to parse a reference. Returns false if the text is not an image reference.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ImageReference? reference)
    {
        reference = text is null ? null : ImageReferenceParser.Parse(text).Reference;
        return reference is not null;
    }

    /// <summary>Returns the reference in short form with its tag, as the Docker CLI shows it.</summary>
    public override string ToString() =>
        IsId ? Digest! : FamiliarName + (Tag is null ? "" : ":" + Tag) + (Digest is null ? "" : "@" + Digest);

    /// <summary>
    /// Parses a new name for an image. It has a tag and no digest, because a digest is computed from the content.
    /// </summary>
    /// <exception cref="ArgumentException">The text is not such a name.</exception>
    internal static ImageReference ParseNewName(string text) => Parse(text) is { Digest: null } reference
        ? reference
        : throw ArgumentErrors.Create(
            $"'{text}' has a digest, but a digest is computed from the image. Use the form [registry/]name[:tag].",
            nameof(text));
}
