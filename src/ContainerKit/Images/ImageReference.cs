using System.Diagnostics.CodeAnalysis;
using ContainerKit.Images;

namespace ContainerKit;

/// <summary>
/// The name of an image: registry, repository, tag and digest, with Docker's defaults filled in. <c>ubuntu</c> is
/// <c>docker.io/library/ubuntu:latest</c>. An image that has no name is reached by its id, <c>sha256:</c> and 64 hexadecimal digits.
/// </summary>
public sealed record ImageReference
{
    /// <summary>The registry of names without one.</summary>
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

    /// <summary>The registry's host, with its port where one was given; empty for an id.</summary>
    public string Registry { get; }

    /// <summary>The repository's path in the registry, such as <c>library/ubuntu</c>; empty for an id.</summary>
    public string Repository { get; }

    /// <summary>The tag; null for a reference by digest alone.</summary>
    public string? Tag { get; }

    /// <summary>The digest, such as <c>sha256:</c> and 64 hexadecimal digits; null for a reference by tag alone. Of an id, the id.</summary>
    public string? Digest { get; }

    /// <summary>Whether it is an image's id instead of a name: it means something on one engine only, and nothing to a registry.</summary>
    public bool IsId => Repository.Length == 0;

    /// <summary>Registry and repository in full; empty for an id.</summary>
    public string Name => IsId ? "" : $"{Registry}/{Repository}";

    /// <summary>Registry and repository as people write them: without Docker Hub's defaults.</summary>
    public string FamiliarName => Registry != DockerHub ? Name
        : Repository.StartsWith("library/", StringComparison.Ordinal) ? Repository["library/".Length..] : Repository;

    /// <summary>Reads a reference.</summary>
    /// <exception cref="ArgumentException">The text is not an image reference; the message says why.</exception>
    public static ImageReference Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (reference, reason) = ImageReferenceParser.Parse(text);
        return reference ?? throw new ArgumentException($"'{text}' is not an image reference: {reason}. Write it as [registry/]name[:tag][@digest].", nameof(text));
    }

    /// <summary>Reads a reference, without an exception for a text that is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ImageReference? reference)
    {
        reference = text is null ? null : ImageReferenceParser.Parse(text).Reference;
        return reference is not null;
    }

    /// <summary>The reference as people write it, and as the docker command shows it, with its tag.</summary>
    public override string ToString() => IsId ? Digest! : FamiliarName + (Tag is null ? "" : ":" + Tag) + (Digest is null ? "" : "@" + Digest);
}
