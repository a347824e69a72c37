using ContainerKit.Volumes;

namespace ContainerKit;

public sealed partial class DockerEngine
{
    /// <summary>Creates a volume with a name.</summary>
    /// <inheritdoc cref="CreateVolumeAsync(VolumeSpec, CancellationToken)"/>
    public Task<Volume> CreateVolumeAsync(string name, CancellationToken cancellationToken = default) =>
        Volume.Create(name).On(this).ExecuteAsync(cancellationToken);

    /// <summary>Creates a volume.</summary>
    /// <returns>The volume. The caller disposes it.</returns>
    /// <exception cref="NameConflictException">A volume with the name already exists. It is not reused.</exception>
    /// <remarks>Engine API: <c>POST /volumes/create</c>.</remarks>
    public Task<Volume> CreateVolumeAsync(VolumeSpec spec, CancellationToken cancellationToken = default) =>
        Volume.Create(spec).On(this).ExecuteAsync(cancellationToken);

    /// <summary>Finds a volume by its name.</summary>
    /// <returns>The volume. The handle does not own it: disposing the handle does not remove the volume.</returns>
    /// <exception cref="VolumeNotFoundException">The engine has no such volume.</exception>
    /// <remarks>Engine API: <c>GET /volumes/{name}</c>.</remarks>
    public Task<Volume> FindVolumeAsync(string name, CancellationToken cancellationToken = default) =>
        Volume.Find(name).On(this).ExecuteAsync(cancellationToken);

    /// <summary>Lists all volumes.</summary>
    /// <inheritdoc cref="ListVolumesAsync(VolumeFilter, CancellationToken)"/>
    public Task<IReadOnlyList<VolumeDetails>> ListVolumesAsync(CancellationToken cancellationToken = default) =>
        ListVolumesAsync(new VolumeFilter(), cancellationToken);

    /// <summary>Lists the volumes that match a filter.</summary>
    /// <remarks>Engine API: <c>GET /volumes</c>.</remarks>
    public Task<IReadOnlyList<VolumeDetails>> ListVolumesAsync(VolumeFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return VolumeOperations.ListAsync(ApiClient, filter, cancellationToken);
    }

    /// <summary>
    /// Removes all anonymous volumes that no container uses, with their files, including volumes that other clients
    /// created.
    /// </summary>
    /// <inheritdoc cref="PruneVolumesAsync(VolumePruneFilter, CancellationToken)"/>
    public Task<PruneReport> PruneVolumesAsync(CancellationToken cancellationToken = default) =>
        PruneVolumesAsync(new VolumePruneFilter(), cancellationToken);

    /// <summary>
    /// Removes the volumes that match a filter and that no container uses, with their files. Without
    /// <see cref="VolumePruneFilter.All"/>, only anonymous volumes are removed. As with the Docker CLI, engines before API 1.42
    /// (Docker Engine 23) also remove named ones.
    /// </summary>
    /// <returns>The names of the removed volumes, and the number of bytes freed.</returns>
    /// <remarks>Engine API: <c>POST /volumes/prune</c>.</remarks>
    public Task<PruneReport> PruneVolumesAsync(VolumePruneFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return VolumeOperations.PruneAsync(ApiClient, filter, cancellationToken);
    }
}
