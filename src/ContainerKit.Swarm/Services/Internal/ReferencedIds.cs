namespace ContainerKit.Swarm.Services;

/// <summary>The ids of the objects that the spec of a service names.</summary>
internal sealed record ReferencedIds(
    IReadOnlyDictionary<string, string> Networks, IReadOnlyDictionary<string, string> Secrets, IReadOnlyDictionary<string, string> Configs);
