using ContainerKit.Cleanup;
using ContainerKit.Http;
using ContainerKit.Plans;
using ContainerKit.Volumes;

namespace ContainerKit;

/// <summary>
/// A volume on an engine: files that outlive containers and that several containers can share. Disposing the handle
/// removes the volume with its files if it was created through this library, but not if it was found.
/// </summary>
/// <example><code>
/// await using var data = await Volume.Create();
/// await Image.Pull("busybox").Run(new ContainerSpec("touch", "/data/x") { Mounts = [data.MountAt("/data")] }).ToCompletion();
/// </code></example>
public sealed partial class Volume : IAsyncDisposable, IResourceHandle
{
    private readonly object _gate = new();
    private Task<CleanupReport>? _disposal;

    internal Volume(VolumeClient client) => Client = client;

    /// <summary>The engine of the volume.</summary>
    public DockerEngine Engine => DockerEngine.For(Client.Engine);

    /// <summary>The volume's name, which is also its id.</summary>
    public string Name => Client.Name;

    internal VolumeClient Client { get; }

    /// <summary>Creates a plan that creates a volume with a generated name.</summary>
    /// <inheritdoc cref="Create(VolumeSpec)"/>
    public static Plan<Volume> Create() => Create(new VolumeSpec());

    /// <summary>Creates a plan that creates a volume with a name.</summary>
    /// <inheritdoc cref="Create(VolumeSpec)"/>
    public static Plan<Volume> Create(string name) => Create(new VolumeSpec { Name = name });

    /// <summary>
    /// Creates a plan that creates a volume. If the volume is the result of the plan, the caller disposes it. If the
    /// plan continues with <see cref="Plan{T}.Then{TNext}(Func{T, Plan{TNext}})"/> and has another result, the volume
    /// is removed with the last container that uses it, or when the plan ends. An existing volume with the name is not
    /// reused: running the plan then throws <see cref="NameConflictException"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The driver of the volume does not take its name.</exception>
    public static Plan<Volume> Create(VolumeSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        spec.Validate();
        var create = Step.Create(spec.ToString(), context => VolumeOperations.CreateAsync(context, spec));
        return new(create.Select(From), PlanOptions.None);
    }

    /// <summary>Creates a plan that finds a volume by its name. The handle does not own the volume.</summary>
    /// <exception cref="ArgumentException">No volume can have this name.</exception>
    public static Plan<Volume> Find(string name)
    {
        PathSegment.Validate(name, "volume");
        var find = Step.Create(
            $"find volume {name}", context => VolumeOperations.FindAsync(context.Engine, name, context.Token));
        return new(find.Select(From), PlanOptions.None);
    }

    /// <summary>Creates a plan that lists all volumes on the engine.</summary>
    public static Plan<IReadOnlyList<VolumeDetails>> List() => List(new VolumeFilter());

    /// <summary>Creates a plan that lists the volumes that match a filter.</summary>
    public static Plan<IReadOnlyList<VolumeDetails>> List(VolumeFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var step = Step.Create(
            filter.ToString(), context => VolumeOperations.ListAsync(context.Engine, filter, context.Token));
        return new(step, PlanOptions.None);
    }

    /// <summary>
    /// Returns a mount of this volume for <see cref="ContainerSpec.Mounts"/>. The ownership of the volume does not change.
    /// </summary>
    /// <param name="target">The absolute path in the container.</param>
    /// <exception cref="ArgumentException">The path is not absolute.</exception>
    public VolumeMount MountAt(string target) => new(Name, target);

    /// <summary>Gets the configuration of the volume from the engine.</summary>
    /// <exception cref="VolumeNotFoundException">The volume was removed.</exception>
    /// <remarks>Engine API: <c>GET /volumes/{name}</c>.</remarks>
    public Task<VolumeDetails> InspectAsync(CancellationToken cancellationToken = default) =>
        VolumeOperations.InspectAsync(Client.Engine, Name, cancellationToken);

    /// <summary>
    /// Gets the size of the volume and the number of containers that use it. The engine measures all of its volumes for
    /// this, which can take a while.
    /// </summary>
    /// <exception cref="VolumeNotFoundException">The volume was removed.</exception>
    /// <remarks>Engine API: <c>GET /system/df</c>.</remarks>
    public Task<VolumeUsage> MeasureAsync(CancellationToken cancellationToken = default) =>
        VolumeOperations.MeasureAsync(Client.Engine, Name, cancellationToken);

    /// <summary>
    /// Removes the volume with its files, also if it was found. Does nothing if it was already removed.
    /// </summary>
    /// <exception cref="ResourceInUseException">
    /// Running or stopped containers use the volume. The message lists them.
    /// </exception>
    /// <remarks>Engine API: <c>DELETE /volumes/{name}</c>.</remarks>
    public Task RemoveAsync(CancellationToken cancellationToken = default)
    {
        Client.Engine.ThrowIfDisposed();
        return ToTrackedResource().RemoveAsync(Client.Engine.Options.RequestTimeout, cancellationToken);
    }

    /// <summary>
    /// Removes the volume with its files if it was created through this library, not if it was found. Dispose its
    /// containers first. Does nothing if the volume was already removed. Safe to call repeatedly and concurrently.
    /// Never throws: a failed removal is logged as an error. Use <see cref="RemoveAsync"/> to receive the exception.
    /// </summary>
    /// <remarks>Engine API: <c>DELETE /volumes/{name}</c>.</remarks>
    public ValueTask DisposeAsync() => new(DisposeWithReportAsync());

    /// <summary>
    /// Disposes the volume like <see cref="DisposeAsync"/>, and reports whether it could be removed. Never throws.
    /// </summary>
    /// <remarks>Engine API: <c>DELETE /volumes/{name}</c>.</remarks>
    public Task<CleanupReport> DisposeWithReportAsync()
    {
        if (!Client.IsOwned) return Task.FromResult(CleanupReport.Nothing);
        lock (_gate) return _disposal ??= ResourceCleaner.RemoveAsync([ToTrackedResource()], Client.Engine.Options);
    }

    /// <summary>Returns the volume's name.</summary>
    public override string ToString() => Name;

    /// <summary>Returns the handle of a volume.</summary>
    internal static Volume From(VolumeClient client) => new(client);

    void IResourceHandle.AddTo(ResultResources resources) => resources.AddVolume(Name);

    private TrackedVolume ToTrackedResource() => new(Client.Engine, Name, nonce: "") { Id = Name };
}
