using ContainerKit.Http;

namespace ContainerKit.Networks;

/// <summary>A network for operations: the client of its engine, its identity, and its ownership.</summary>
internal sealed record NetworkClient(EngineClient Engine, string Id, string Name, bool IsOwned);
