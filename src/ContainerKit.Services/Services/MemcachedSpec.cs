namespace ContainerKit.Services;

/// <summary>The configuration of a memcached server. Immutable.</summary>
public sealed record MemcachedSpec() : ServiceSpec("memcached:1.6");
