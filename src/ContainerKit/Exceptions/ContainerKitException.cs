using ContainerKit.Diagnostics;

namespace ContainerKit;

/// <summary>
/// The base class of all exceptions that this library throws about engines, images, containers and other resources.
/// </summary>
/// <remarks>
/// The message contains the failed operation, its object, the engine's answer, the removed resources and a hint. It
/// never contains values of environment variables, credentials or authentication headers. Invalid arguments throw an
/// <see cref="ArgumentException"/>. A canceled call throws an <see cref="OperationCanceledException"/> with the
/// caller's token. Control characters in texts of engines and containers, such as escape sequences, are visible in the message:
/// <c>\x1b</c> stands for an escape. Properties such as <see cref="ProcessResult.Stdout"/> have the text unchanged.
/// </remarks>
public abstract class ContainerKitException : Exception
{
    private string? _cleanupText;

    /// <summary>Creates the exception. For exceptions of packages that extend the library.</summary>
    /// <param name="message">
    /// The message: the failed operation, its object, the answer of the engine and a hint. It must not contain secrets. The
    /// library appends the report of the cleanup.
    /// </param>
    /// <param name="inner">The cause; null for none.</param>
    protected ContainerKitException(string message, Exception? inner = null)
        : base(VisibleText.Block(message), inner)
    {
    }

    /// <summary>
    /// The step of the plan that failed, as in <see cref="Plan{T}.ToString"/>. Null if the operation was not part of a
    /// plan.
    /// </summary>
    public string? Step { get; internal set; }

    /// <summary>
    /// The resources that the plan had created and removed again because of this error, newest first.
    /// </summary>
    public IReadOnlyList<string> RemovedResources { get; private set; } = [];

    /// <summary>
    /// The resources that the plan had created and that remain: those that could not be removed, and those that
    /// <c>KeepOnFailure</c> keeps. Empty if nothing remains.
    /// </summary>
    public IReadOnlyList<string> RemainingResources { get; private set; } = [];

    /// <inheritdoc/>
    public override string Message => _cleanupText is null ? base.Message : base.Message + _cleanupText;

    // Cleanup runs after the exception was created, so its report is added to the message later. A nested plan adds its
    // report before the outer plan.
    internal void AddCleanupReport(CleanupReport report)
    {
        RemovedResources = [.. RemovedResources, .. report.Removed];
        RemainingResources = [.. RemainingResources, .. report.Remaining];
        if (report.Describe() is { } text) _cleanupText += VisibleText.Block(text);
    }
}
