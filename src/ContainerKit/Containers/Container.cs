using System.Runtime.CompilerServices;
using ContainerKit.Cleanup;
using ContainerKit.Containers;
using ContainerKit.Diagnostics;

namespace ContainerKit;

/// <summary>
/// The handle of a container on an engine. <see cref="IsOwned"/> indicates whether disposing the handle removes the
/// container.
/// </summary>
/// <remarks>
/// A container that this library created is owned: disposing its handle removes it, running or not, with its anonymous
/// volumes. A container that was found or listed is not owned: plans and the disposal of its handle leave it unchanged,
/// but <see cref="RemoveAsync(CancellationToken)"/> removes it.
/// </remarks>
/// <example><code>
/// await using var redis = await Image.Pull("redis").Run(new ContainerSpec { Publish = [6379] });
/// var address = await redis.GetPublishedPortAsync(6379);
/// </code></example>
public sealed partial class Container : IAsyncDisposable, IResourceHandle
{
    // One handle per client, so that Do, Then and the result of a plan see the same object.
    private static readonly ConditionalWeakTable<ContainerClient, Container> _handles = [];

    private readonly object _gate = new();
    private Task<CleanupReport>? _disposal;

    private Container(ContainerClient client) => Client = client;

    /// <summary>The engine that the container is on.</summary>
    public DockerEngine Engine => DockerEngine.For(Client.Engine);

    /// <summary>The id: 64 hexadecimal digits.</summary>
    public string Id => Client.Id;

    /// <summary>The first 12 digits of the id, as the Docker CLI displays it.</summary>
    public string ShortId => ErrorText.ShortId(Id);

    /// <summary>
    /// The name. <see cref="RenameAsync(string, CancellationToken)"/> updates it; a rename by another program does not.
    /// </summary>
    public string Name => Client.Name;

    /// <summary>The name of the image that the container was created from.</summary>
    public ImageReference Image => Client.Image;

    /// <summary>
    /// Indicates whether disposing this handle removes the container: true for a container that this library created,
    /// false for one that was found or listed.
    /// </summary>
    public bool IsOwned => Client.IsOwned;

    internal ContainerClient Client { get; }

    /// <summary>
    /// Removes the container, running or not, with its anonymous volumes. If it is not <see cref="IsOwned"/>, releases
    /// the handle and leaves the container unchanged.
    /// </summary>
    /// <remarks>
    /// Never throws, so that it cannot hide another exception. A failed removal is logged as an error;
    /// <see cref="RemoveAsync(CancellationToken)"/> throws instead. It is safe to dispose the handle several times,
    /// from several threads, and after the container was removed.
    /// Engine API: <c>DELETE /containers/{id}</c>.
    /// </remarks>
    public ValueTask DisposeAsync() => new(DisposeWithReportAsync());

    /// <summary>
    /// Disposes the container like <see cref="DisposeAsync"/>, and reports the resources that could not be removed: the
    /// container, and the networks, volumes and images that it owned. Never throws.
    /// </summary>
    /// <remarks>Engine API: <c>DELETE /containers/{id}</c>.</remarks>
    public Task<CleanupReport> DisposeWithReportAsync()
    {
        lock (_gate) return _disposal ??= DisposeOnceAsync();
    }

    /// <summary>Returns the name and the short id.</summary>
    public override string ToString() => Client.ToString();

    /// <summary>Returns the handle of a container.</summary>
    internal static Container From(ContainerClient client) => _handles.GetValue(client, static key => new Container(key));

    void IResourceHandle.AddTo(ResultResources resources) => resources.AddContainer(Id, Client.Dependencies);

    private async Task<CleanupReport> DisposeOnceAsync()
    {
        var report = CleanupReport.Nothing;
        if (IsOwned)
        {
            TrackedResource[] resources = [Tracked(), .. Client.Dependencies.SharedResources];
            report = await ResourceCleaner.RemoveAsync(resources, Client.Engine.Options).ConfigureAwait(false);
        }

        await Client.LogForwarders.StopAsync(isLogComplete: IsOwned).ConfigureAwait(false);
        return report;
    }

    private TrackedContainer Tracked(bool withVolumes = true) =>
        new(Client.Engine, Name, nonce: "") { Id = Id, WithVolumes = withVolumes };
}
