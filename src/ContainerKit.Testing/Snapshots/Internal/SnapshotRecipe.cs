using System.Reflection;
using ContainerKit.Images;

namespace ContainerKit.Testing.Snapshots;

/// <summary>What a snapshot is made by. Immutable.</summary>
/// <param name="Image">The base image.</param>
/// <param name="Container">The container, told the secret.</param>
internal sealed record SnapshotRecipe(ImagePlan Image, Func<string, ContainerSpec> Container)
{
    /// <summary>Stands for a secret that is not chosen yet, wherever two recipes are compared.</summary>
    public const string AnySecret = "secret";

    // To be changed with the way in which snapshots are made: what an older version has left is not used then.
    private const string Version = "1";
    private const int TagLength = 32;

    private IReadOnlyList<SnapshotPreparationStep> Steps { get; init; } = [];

    private IReadOnlyList<Func<RecipeHash, CancellationToken, Task>> Dependencies { get; init; } = [];

    /// <summary>The variable that holds the secret; null where there is none.</summary>
    public string? SecretVariable { get; init; }

    /// <summary>The name that was chosen; null for the base image's.</summary>
    public string? Name { get; init; }

    public bool IsTemporary { get; init; }

    public SnapshotRecipe Then(SnapshotPreparationStep step) => this with { Steps = [.. Steps, step] };

    public SnapshotRecipe With(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        foreach (var path in paths) ArgumentException.ThrowIfNullOrEmpty(path, nameof(paths));
        return this with { Dependencies = [.. Dependencies, .. paths.Select(path => (Func<RecipeHash, CancellationToken, Task>)((hash, token) => RecipeFiles.AddAsync(hash, path, token)))] };
    }

    public SnapshotRecipe With(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return this with
        {
            Dependencies =
            [
                .. Dependencies, (hash, _) =>
                {
                    // Compilers give each different build an id of its own.
                    hash.Add(assembly.GetName().Name).Add(assembly.ManifestModule.ModuleVersionId.ToString());
                    return Task.CompletedTask;
                },
            ],
        };
    }

    /// <exception cref="ArgumentException">No image can be called that.</exception>
    public SnapshotRecipe Named(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return SnapshotStore.IsName(name)
            ? this with { Name = name }
            : throw new ArgumentException($"'{name}' cannot name a snapshot: it takes lower-case letters, digits and single '.', '_' or '-' between them.", nameof(name));
    }

    /// <summary>What the recipe comes down to, on this image.</summary>
    /// <exception cref="FileNotFoundException">A file that it depends on is missing.</exception>
    public async Task<string> TagAsync(ImageClient image, CancellationToken cancellationToken)
    {
        using var hash = new RecipeHash();
        // One that was chosen at random is another thing than a chosen one, whatever stands for it here.
        hash.Add(Version).Add(image.Id).Add(SecretVariable);
        SnapshotSpec.Describe(hash, Container(AnySecret));
        foreach (var step in Steps) await step.DescribeAsync(hash, cancellationToken).ConfigureAwait(false);
        foreach (var dependency in Dependencies) await dependency(hash, cancellationToken).ConfigureAwait(false);
        return hash.Finish()[..TagLength];
    }

    /// <summary>The chain that prepares the container, from its image on.</summary>
    public ContainerPlan Prepare(ImagePlan image, string secret) => Steps.Aggregate(image.Run(Container(secret)), (plan, step) => step.Add(plan, secret));

    /// <summary>The base image and the steps; no secret.</summary>
    public override string ToString() => $"snapshot of {Image}{(Steps.Count == 0 ? "" : $" ({string.Join(", ", Steps.Select(step => step.Text))})")}";
}
