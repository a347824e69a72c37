namespace ContainerKit.Testing.Sessions;

/// <summary>
/// A cleanup request failed: the engine did not respond, or its response was an error. Always caught within the
/// cleanup.
/// </summary>
internal sealed class EngineRequestException(string message, Exception? inner = null) : Exception(message, inner);
