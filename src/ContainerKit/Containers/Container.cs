using System.Runtime.CompilerServices;
using ContainerKit.Cleanup;
using ContainerKit.Containers;
using ContainerKit.Diagnostics;

namespace ContainerKit;

/// <summary>
/// A container on an engine. One that was made through this library belongs to whoever holds it: disposing removes it, running or not, with
/// its anonymous volumes. One that was found or listed belongs to whoever made it: disposing its handle leaves it alone, and so do
/// chains; <see cref="RemoveAsync(CancellationToken)"/> removes it all the same. <see cref="IsOwned"/> tells which it is.
/// </summary>
/// <example><code>
/// await using var redis = await Image.Pull("redis").Run(new ContainerSpec { Publish = [6379] });
/// var address = await redis.GetPublishedPortAsync(6379);
/// </code></example>
public sealed partial class Container : IAsyncDisposable, IResourceHandle
{
    // One handle for each container that a plan knows: Do, Then and the result of the plan see the same object.
    private static readonly ConditionalWeakTable<ContainerClient, Container> _handles = [];

    private readonly object _gate = new();
    private Task<CleanupReport>? _disposal;

    private Container(ContainerClient client) => Client = client;

    /// <summary>The engine it is on.</summary>
    public DockerEngine Engine => DockerEngine.For(Client.Engine);

    /// <summary>Its id, 64 hexadecimal digits.</summary>
    public string Id => Client.Id;

    /// <summary>The first 12 digits of its id, as the docker command shows it.</summary>
    public string ShortId => ErrorText.ShortId(Id);

    /// <summary>Its name; it follows what this handle renames, and not what others rename.</summary>
    public string Name => Client.Name;

    /// <summary>The name of the image it was made from.</summary>
    public ImageReference Image => Client.Image;

    /// <summary>Whether disposing this handle removes the container: true where it was made here, false where it was found or listed.</summary>
    public bool IsOwned => Client.IsOwned;

    internal ContainerClient Client { get; }

    /// <summary>
    /// Removes the container, running or not, with its anonymous volumes; where it is not <see cref="IsOwned"/>, lets go of it and leaves it as
    /// it is. Quiet when it is gone already, when it is disposed twice, and from two threads at once. It never throws, so that it hides no
    /// error that is on its way: a container that cannot be removed is logged as an error. Use <see cref="RemoveAsync(CancellationToken)"/>
    /// to learn of it.
    /// </summary>
    /// <remarks>Engine API: <c>DELETE /containers/{id}</c>.</remarks>
    public ValueTask DisposeAsync() => new(EndAsync());

    /// <summary>The container's name and short id.</summary>
    public override string ToString() => Client.ToString();

    /// <summary>Returns the handle of a container.</summary>
    internal static Container From(ContainerClient client) => _handles.GetValue(client, static key => new Container(key));

    void IResourceHandle.AddTo(ResultResources resources) => resources.AddContainer(Id, Client.Dependencies);

    /// <summary>Disposes the handle, and tells what could not be removed.</summary>
    internal Task<CleanupReport> EndAsync()
    {
        lock (_gate) return _disposal ??= EndOnceAsync();
    }

    private async Task<CleanupReport> EndOnceAsync()
    {
        var report = IsOwned ? await ResourceCleaner.RemoveAsync([Tracked(), .. Client.Dependencies.SharedResources], Client.Engine.Options).ConfigureAwait(false) : CleanupReport.Nothing;
        await Client.LogForwarders.EndAsync(mayFinish: IsOwned).ConfigureAwait(false);
        return report;
    }

    private TrackedContainer Tracked(bool withVolumes = true) => new(Client.Engine, Name, nonce: "") { Id = Id, WithVolumes = withVolumes };
}
