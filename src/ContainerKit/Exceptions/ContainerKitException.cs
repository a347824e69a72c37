using ContainerKit.Cleanup;

namespace ContainerKit;

/// <summary>
/// The one family of errors this library throws about engines, images and containers.
/// </summary>
/// <remarks>
/// The message says what was being done, on which object, what the engine answered, what was cleaned up and what to change. Values of
/// environment variables, credentials and auth headers are never part of it. Mistakes in the arguments of a call are the usual
/// <see cref="ArgumentException"/>, and a cancelled call is an <see cref="OperationCanceledException"/> with the caller's token.
/// </remarks>
public abstract class ContainerKitException : Exception
{
    private string? _cleanupText;

    private protected ContainerKitException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>The step of the chain that failed, as <see cref="Plan{T}.ToString"/> draws it; <see langword="null"/> outside of a chain.</summary>
    public string? Step { get; internal set; }

    /// <summary>What the chain had made and removed again because of this error, newest first.</summary>
    public IReadOnlyList<string> RemovedResources { get; private set; } = [];

    /// <summary>What the chain had made and could not remove, or was told to keep. Empty when nothing is left.</summary>
    public IReadOnlyList<string> RemainingResources { get; private set; } = [];

    /// <inheritdoc/>
    public override string Message => _cleanupText is null ? base.Message : base.Message + _cleanupText;

    // Clean-up runs after the error was made, so its report joins the message late; that of a chain after that of one within it.
    internal void AddCleanupReport(CleanupReport report)
    {
        RemovedResources = [.. RemovedResources, .. report.Removed];
        RemainingResources = [.. RemainingResources, .. report.Remaining];
        _cleanupText += report.Describe();
    }
}
