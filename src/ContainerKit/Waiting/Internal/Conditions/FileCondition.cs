namespace ContainerKit.Waiting.Conditions;

/// <summary>A file or folder exists in the container.</summary>
/// <param name="Path">The absolute path.</param>
internal sealed record FileCondition(string Path) : WaitCondition;
