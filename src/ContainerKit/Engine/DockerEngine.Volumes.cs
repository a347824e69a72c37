using ContainerKit.Volumes;

namespace ContainerKit;

public sealed partial class DockerEngine
{
    /// <summary>Makes a volume of this name.</summary>
    /// <inheritdoc cref="CreateVolumeAsync(VolumeSpec, CancellationToken)"/>
    public Task<Volume> CreateVolumeAsync(string name, CancellationToken cancellationToken = default) => Volume.Create(name).On(this).ExecuteAsync(cancellationToken);

    /// <summary>Makes a volume.</summary>
    /// <returns>The volume, which is the caller's to dispose.</returns>
    /// <exception cref="NameConflictException">Another volume has the name; it is not taken over.</exception>
    /// <remarks>Engine API: <c>POST /volumes/create</c>.</remarks>
    public Task<Volume> CreateVolumeAsync(VolumeSpec spec, CancellationToken cancellationToken = default) => Volume.Create(spec).On(this).ExecuteAsync(cancellationToken);

    /// <summary>Finds a volume by its name.</summary>
    /// <returns>The volume; disposing it leaves it alone.</returns>
    /// <exception cref="VolumeNotFoundException">There is none.</exception>
    /// <remarks>Engine API: <c>GET /volumes/{name}</c>.</remarks>
    public Task<Volume> FindVolumeAsync(string name, CancellationToken cancellationToken = default) => Volume.Find(name).On(this).ExecuteAsync(cancellationToken);

    /// <summary>Lists all volumes.</summary>
    /// <inheritdoc cref="ListVolumesAsync(VolumeFilter, CancellationToken)"/>
    public Task<IReadOnlyList<VolumeDetails>> ListVolumesAsync(CancellationToken cancellationToken = default) => ListVolumesAsync(new VolumeFilter(), cancellationToken);

    /// <summary>Lists the volumes that a filter lets through.</summary>
    /// <remarks>Engine API: <c>GET /volumes</c>.</remarks>
    public Task<IReadOnlyList<VolumeDetails>> ListVolumesAsync(VolumeFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return VolumeOperations.ListAsync(ApiClient, filter, cancellationToken);
    }

    /// <summary>Removes, with their files, all volumes without a name of somebody's choice that no container uses, whoever made them.</summary>
    /// <inheritdoc cref="PruneVolumesAsync(PruneFilter, CancellationToken)"/>
    public Task<PruneReport> PruneVolumesAsync(CancellationToken cancellationToken = default) => PruneVolumesAsync(new PruneFilter(), cancellationToken);

    /// <summary>
    /// Removes, with their files, the volumes that no container uses and a filter lets through. Of those that somebody gave a name, engines since API 1.42
    /// (Docker Engine 23) remove none; older ones do.
    /// </summary>
    /// <returns>Their names, and the bytes freed.</returns>
    /// <exception cref="ArgumentException">The filter says until when: engines cannot choose volumes by that.</exception>
    /// <remarks>Engine API: <c>POST /volumes/prune</c>.</remarks>
    public Task<PruneReport> PruneVolumesAsync(PruneFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.Until is not null) throw new ArgumentException("Engines cannot choose volumes by their age; leave PruneFilter.Until out.", nameof(filter));
        return VolumeOperations.PruneAsync(ApiClient, filter, cancellationToken);
    }
}
