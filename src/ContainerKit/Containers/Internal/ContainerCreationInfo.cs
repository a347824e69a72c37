namespace ContainerKit.Containers;

/// <summary>The settings of a created container that later operations need.</summary>
/// <param name="Spec">The spec.</param>
/// <param name="Tty">Indicates whether the container has a TTY; the Customize hook can change the spec's value.</param>
/// <param name="AutoRemove">Indicates whether the engine removes the container at its exit; likewise.</param>
/// <param name="Secrets">The values of the environment variables, also of those that the Customize hook added.</param>
/// <param name="ProxyVariables">The environment variables that the proxies in config.json added, <c>NAME=value</c>.</param>
internal sealed record ContainerCreationInfo(
    ContainerSpec Spec, bool Tty, bool AutoRemove, IReadOnlyList<string> Secrets, IReadOnlyList<string> ProxyVariables);
