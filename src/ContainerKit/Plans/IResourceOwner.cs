namespace ContainerKit;

/// <summary>
/// A handle that holds others and disposes them: a database over its container. A chain that ends in one hands back what it holds, as if
/// that stood in the result itself.
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
    /// <summary>What disposing it disposes.</summary>
    IEnumerable<IAsyncDisposable> OwnedResources { get; }
}
