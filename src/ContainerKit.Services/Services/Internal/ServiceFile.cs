namespace ContainerKit.Services.Internal;

/// <summary>A text file that is written into the container of a service before its start.</summary>
/// <param name="Path">The absolute path in the container.</param>
/// <param name="Text">The content.</param>
/// <param name="Options">The owner and the mode. Default: those of <see cref="WriteFileOptions"/>.</param>
internal sealed record ServiceFile(string Path, string Text, WriteFileOptions? Options = null);
