namespace ContainerKit.Testing.Sessions;

/// <summary>The engine does not answer, or not well. The message says why; it never leaves the room.</summary>
internal sealed class EngineRequestException(string message, Exception? inner = null) : Exception(message, inner);
