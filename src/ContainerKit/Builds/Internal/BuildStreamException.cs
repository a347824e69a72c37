namespace ContainerKit.Builds;

/// <summary>The error in the response stream of a build. It is caught in <see cref="BuildStep"/>.</summary>
internal sealed class BuildStreamException(string message, long code) : Exception(message)
{
    /// <summary>The exit code of the failed command, if the builder reports it; otherwise 0.</summary>
    public long Code => code;
}
