using ContainerKit.Http;

namespace ContainerKit.Volumes;

/// <summary>A volume for operations: the client of its engine, its name, and its ownership.</summary>
internal sealed record VolumeClient(EngineClient Engine, string Name, bool IsOwned);
