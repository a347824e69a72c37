namespace ContainerKit.Containers;

/// <summary>What a container was made with that later calls need to know.</summary>
internal sealed record ContainerCreationInfo(ContainerSpec Spec, bool Tty);
