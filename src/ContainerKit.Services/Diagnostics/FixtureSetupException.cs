namespace ContainerKit.Services;

/// <summary>
/// The exception for a failure of user code that prepares containers, such as a migration in the plan of a fixture or a
/// <see cref="Snapshot"/>. The containers have been removed; the message contains their last log lines. Exceptions of
/// the library itself are not wrapped in this type.
/// </summary>
public sealed class FixtureSetupException : ContainerKitException
{
    internal FixtureSetupException(string message, string logTail, Exception inner)
        : base(message, inner) => LogTail = logTail;

    /// <summary>
    /// The last log lines of the containers, one container after the other. Empty if they wrote nothing or their logs
    /// could not be read.
    /// </summary>
    public string LogTail { get; }
}
