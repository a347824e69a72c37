namespace ContainerKit;

/// <summary>
/// A handle that owns other handles and disposes them, such as a database client that owns its container. If it is the
/// result of a plan, the caller owns its <see cref="OwnedResources"/>, as if they were part of the result themselves.
/// </summary>
/// <example><code>
/// public sealed class Cache(Container container) : IResourceOwner
/// {
///     public IEnumerable&lt;IAsyncDisposable&gt; OwnedResources =&gt; [container];
///     public ValueTask DisposeAsync() =&gt; container.DisposeAsync();
/// }
///
/// await using var cache = await Image.Pull("redis").Run().Select(container =&gt; new Cache(container));
/// </code></example>
public interface IResourceOwner : IAsyncDisposable
{
    /// <summary>The handles that are disposed with this object.</summary>
    IEnumerable<IAsyncDisposable> OwnedResources { get; }
}
