namespace ContainerKit.Containers;

/// <summary>The settings of a created container that later operations need.</summary>
/// <param name="Spec">The spec.</param>
/// <param name="Tty">Indicates whether the container has a TTY; the Customize hook can change the spec's value.</param>
internal sealed record ContainerCreationInfo(ContainerSpec Spec, bool Tty);
