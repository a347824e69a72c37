namespace ContainerKit.Waiting.Conditions;

/// <summary>A command in the container exits with an allowed code.</summary>
/// <param name="Spec">The command, its allowed exit codes and its timeout.</param>
internal sealed record CommandCondition(ExecSpec Spec) : WaitCondition;
