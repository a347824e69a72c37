namespace ContainerKit.Waiting.Conditions;

/// <summary>The container has exited with an allowed code.</summary>
/// <param name="Allowed">The allowed exit codes.</param>
internal sealed record ExitCodeCondition(ExitCodes Allowed) : WaitCondition;
