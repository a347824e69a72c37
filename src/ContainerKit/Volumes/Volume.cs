using ContainerKit.Cleanup;
using ContainerKit.Plans;
using ContainerKit.Volumes;

namespace ContainerKit;

/// <summary>
/// A volume on an engine: files that outlive containers, and that several may share. Whoever made it owns it: disposing removes it with its
/// files. One that was found was there before, and disposing leaves it alone.
/// </summary>
/// <example><code>
/// await using var data = await Volume.Create();
/// await Image.Pull("busybox").Run(new ContainerSpec("touch", "/data/x") { Mounts = [Mount.Volume(data, "/data")] }).ToCompletion();
/// </code></example>
public sealed partial class Volume : IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly bool _isOwned;
    private Task? _disposal;

    internal Volume(DockerEngine engine, string name, bool isOwned)
    {
        Engine = engine;
        Name = name;
        _isOwned = isOwned;
    }

    /// <summary>The engine it is on.</summary>
    public DockerEngine Engine { get; }

    /// <summary>Its name, which is all an engine knows it by.</summary>
    public string Name { get; }

    /// <summary>Plans for a new volume with a name of its own.</summary>
    /// <inheritdoc cref="Create(VolumeSpec)"/>
    public static Plan<Volume> Create() => Create(new VolumeSpec());

    /// <summary>Plans for a new volume of this name.</summary>
    /// <inheritdoc cref="Create(VolumeSpec)"/>
    public static Plan<Volume> Create(string name) => Create(new VolumeSpec { Name = name });

    /// <summary>
    /// Plans for a new volume. Awaiting it hands the volume to the caller, to be disposed; a chain that goes on with
    /// <see cref="Plan{T}.Then{TNext}(Func{T, Plan{TNext}})"/> and hands back something else removes it, at the latest with the last container that uses it.
    /// A volume that has the name already is not taken over: that is a <see cref="NameConflictException"/>.
    /// </summary>
    public static Plan<Volume> Create(VolumeSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new(new FirstStep<Volume>(spec.ToString(), scope => VolumeOperations.CreateAsync(scope, spec)), PlanOptions.None);
    }

    /// <summary>Plans for a volume that is on the engine already. Nobody owns it.</summary>
    public static Plan<Volume> Find(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new(new FirstStep<Volume>($"find volume {name}", scope => VolumeOperations.FindAsync(scope.Engine, name, scope.Token)), PlanOptions.None);
    }

    /// <summary>Plans for the descriptions of all volumes on the engine.</summary>
    public static Plan<IReadOnlyList<VolumeDetails>> List() => List(new VolumeFilter());

    /// <summary>Plans for the descriptions of the volumes that a filter lets through.</summary>
    public static Plan<IReadOnlyList<VolumeDetails>> List(VolumeFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return new(new FirstStep<IReadOnlyList<VolumeDetails>>(filter.ToString(), scope => VolumeOperations.ListAsync(scope.Engine, filter, scope.Token)), PlanOptions.None);
    }

    /// <summary>Asks the engine what it knows of the volume.</summary>
    /// <exception cref="VolumeNotFoundException">It was removed.</exception>
    /// <remarks>Engine API: <c>GET /volumes/{name}</c>.</remarks>
    public Task<VolumeDetails> InspectAsync(CancellationToken cancellationToken = default) => VolumeOperations.InspectAsync(Engine, Name, cancellationToken);

    /// <summary>Asks the engine how large the volume is and how many containers use it. Engines measure all volumes for that, which takes time where they hold much.</summary>
    /// <exception cref="VolumeNotFoundException">It was removed.</exception>
    /// <remarks>Engine API: <c>GET /system/df</c>.</remarks>
    public Task<VolumeUsage> MeasureAsync(CancellationToken cancellationToken = default) => VolumeOperations.MeasureAsync(Engine, Name, cancellationToken);

    /// <summary>Removes the volume with its files, whoever made it. Quiet when it is gone already.</summary>
    /// <exception cref="ResourceInUseException">Containers use it, running or not; the message names them.</exception>
    /// <remarks>Engine API: <c>DELETE /volumes/{name}</c>.</remarks>
    public Task RemoveAsync(CancellationToken cancellationToken = default) => ToTrackedResource().RemoveAsync(Engine.Options.RequestTimeout, cancellationToken);

    /// <summary>
    /// Removes the volume with its files if it was made, not found. Dispose the containers that use it first. Quiet when it is gone already, when
    /// it is disposed twice, and from two threads at once. It never throws: a volume that cannot be removed is logged as an error.
    /// Use <see cref="RemoveAsync"/> to learn of it.
    /// </summary>
    /// <remarks>Engine API: <c>DELETE /volumes/{name}</c>.</remarks>
    public ValueTask DisposeAsync()
    {
        if (!_isOwned) return ValueTask.CompletedTask;
        lock (_gate) _disposal ??= ResourceCleaner.RemoveAsync([ToTrackedResource()], Engine.Options);
        return new ValueTask(_disposal);
    }

    /// <summary>The volume's name.</summary>
    public override string ToString() => Name;

    private TrackedVolume ToTrackedResource() => new(Engine, Name, nonce: "") { Id = Name };
}
