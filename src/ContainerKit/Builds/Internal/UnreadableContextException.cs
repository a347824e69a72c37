namespace ContainerKit.Builds;

/// <summary>What fails on this machine while a context is sent, and is no failure of the engine's. It never leaves this room.</summary>
internal sealed class UnreadableContextException(string path, Exception cause) : Exception($"'{path}' of its context could not be read: {cause.Message}", cause);
