namespace ContainerKit.Builds;

/// <summary>An error in the middle of a build's stream. It never leaves this room.</summary>
internal sealed class BuildStreamException(string message, long code) : Exception(message)
{
    /// <summary>The exit code of the command that failed, where the builder tells it; else 0.</summary>
    public long Code => code;
}
