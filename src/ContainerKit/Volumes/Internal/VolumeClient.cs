using ContainerKit.Http;

namespace ContainerKit.Volumes;

/// <summary>One volume as operations know it: the client of its engine, and its name.</summary>
internal sealed record VolumeClient(EngineClient Engine, string Name, bool IsOwned);
