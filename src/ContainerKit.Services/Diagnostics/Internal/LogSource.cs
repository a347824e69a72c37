namespace ContainerKit.Services.Diagnostics;

/// <summary>A container whose log is read.</summary>
/// <param name="Name">The name in messages, if the container is not found.</param>
/// <param name="FindAsync">Returns the container.</param>
internal sealed record LogSource(string Name, Func<CancellationToken, Task<Container>> FindAsync);
