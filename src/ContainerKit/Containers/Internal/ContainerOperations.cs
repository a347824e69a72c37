namespace ContainerKit.Containers;

/// <summary>
/// The requests to one container, used by the steps of plans and by the handle alike. Each file holds the requests of
/// one concern.
/// </summary>
internal static partial class ContainerOperations;
