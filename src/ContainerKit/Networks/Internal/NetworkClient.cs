using ContainerKit.Http;

namespace ContainerKit.Networks;

/// <summary>One network as operations know it: the client of its engine, and its identity.</summary>
internal sealed record NetworkClient(EngineClient Engine, string Id, string Name, bool IsOwned);
