namespace ContainerKit.Exec;

/// <summary>The engine reported an error within the output of a process, because it had sent a successful response already.</summary>
internal sealed class EngineStreamException(string message) : IOException(message);
