using System.Reflection;
using ContainerKit.Diagnostics;

namespace ContainerKit.Services.Snapshots;

/// <summary>
/// The definition of a snapshot: the base image, the container and the steps that prepare it. Immutable.
/// </summary>
/// <param name="Image">The base image.</param>
/// <param name="Container">Returns the settings of the container with the secret.</param>
internal sealed record SnapshotDefinition(ImagePlan Image, Func<string, ContainerSpec> Container)
{
    /// <summary>The value in place of the secret when a definition is hashed or validated.</summary>
    public const string PlaceholderSecret = "secret";

    // Change it if the way changes in which snapshots are created: snapshots of older versions are then not used.
    private const string FormatVersion = "1";
    private const int TagLength = 32;

    private IReadOnlyList<SnapshotPreparationStep> Steps { get; init; } = [];

    private IReadOnlyList<Func<DefinitionHash, CancellationToken, Task>> Dependencies { get; init; } = [];

    /// <summary>
    /// Indicates whether the base image is pulled by its name. Copies that start at the same time then need not wait for
    /// each other to look it up.
    /// </summary>
    public bool IsPulled { get; init; }

    /// <summary>The environment variable with the secret, or null if there is none.</summary>
    public string? SecretVariable { get; init; }

    /// <summary>The name that the caller chose, or null for the name of the base image.</summary>
    public string? Name { get; init; }

    public bool IsTemporary { get; init; }

    public SnapshotDefinition Then(SnapshotPreparationStep step) => this with { Steps = [.. Steps, step] };

    public SnapshotDefinition WithDependencies(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        foreach (var path in paths) ArgumentException.ThrowIfNullOrEmpty(path, nameof(paths));
        return this with { Dependencies = [.. Dependencies, .. paths.Select(AddPath)] };

        static Func<DefinitionHash, CancellationToken, Task> AddPath(string path) =>
            (hash, token) => DefinitionFiles.AddAsync(hash, path, token);
    }

    public SnapshotDefinition WithDependency(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return this with { Dependencies = [.. Dependencies, AddAssemblyAsync] };

        Task AddAssemblyAsync(DefinitionHash hash, CancellationToken cancellationToken)
        {
            // Compilers give each different build a different module version id.
            hash.Add(assembly.GetName().Name).Add(assembly.ManifestModule.ModuleVersionId.ToString());
            return Task.CompletedTask;
        }
    }

    /// <exception cref="ArgumentException">The name is not valid in an image name.</exception>
    public SnapshotDefinition WithName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return SnapshotStore.IsValidName(name)
            ? this with { Name = name }
            : throw ArgumentErrors.Create(
                $"'{name}' is not a valid name for a snapshot. "
                + "Use lower-case letters and digits, with single '.', '_' or '-' between them.",
                nameof(name));
    }

    /// <summary>Computes the hash of the definition with this base image.</summary>
    /// <exception cref="FileNotFoundException">A file of the definition is missing.</exception>
    public async Task<string> ComputeTagAsync(Image image, CancellationToken cancellationToken)
    {
        using var hash = new DefinitionHash();
        // With the secret's variable, so that a definition with a random secret differs from one whose secret equals
        // the placeholder.
        hash.Add(FormatVersion).Add(image.Id).Add(SecretVariable);
        SnapshotSpecRules.AddToHash(hash, Container(PlaceholderSecret));
        foreach (var step in Steps) await step.AddToHashAsync(hash, cancellationToken).ConfigureAwait(false);
        foreach (var addDependencyAsync in Dependencies) await addDependencyAsync(hash, cancellationToken).ConfigureAwait(false);
        return hash.Finish()[..TagLength];
    }

    /// <summary>Creates the plan that runs the container and its preparation steps.</summary>
    public ContainerPlan CreatePreparationPlan(ImagePlan image, string secret) =>
        Steps.Aggregate(image.Run(Container(secret)), (plan, step) => step.AddToPlan(plan, secret));

    /// <summary>Returns the base image and the steps, without the secret.</summary>
    public override string ToString() =>
        $"snapshot of {Image}{(Steps.Count == 0 ? "" : $" ({string.Join(", ", Steps.Select(step => step.Text))})")}";
}
