namespace ContainerKit.Testing;

/// <summary>
/// What was to be done with containers before they are used has failed: code of the caller's, such as a migration, that a fixture's plan or a
/// <see cref="Snapshot"/> runs. The message has the containers' last log lines; they are gone. Errors of the library's own come out as they are.
/// </summary>
public sealed class FixtureSetupException : ContainerKitException
{
    internal FixtureSetupException(string message, string logTail, Exception inner)
        : base(message, inner) => LogTail = logTail;

    /// <summary>The last lines that the containers wrote, one container after the other; empty when they wrote none or they could not be read.</summary>
    public string LogTail { get; }
}
