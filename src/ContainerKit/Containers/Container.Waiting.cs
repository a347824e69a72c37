using ContainerKit.Containers;
using ContainerKit.Waiting;

namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>Waits until the container is ready.</summary>
    /// <param name="wait">The condition for being ready, and the timeout.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="WaitTimeoutException">The container was not ready within the timeout of the wait.</exception>
    /// <exception cref="WaitFailedException">The condition can never become true.</exception>
    /// <exception cref="ContainerExitedException">The container has exited.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/wait</c>, and the requests of the condition's probe.</remarks>
    public Task WaitForAsync(Wait wait, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(wait);
        return WaitRunner.RunAsync(Client, wait, isFirstStart: false, cancellationToken);
    }

    /// <summary>Waits until the container has exited. Returns at once if it is not running.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/wait</c>.</remarks>
    public Task<int> WaitAsync(CancellationToken cancellationToken = default) =>
        ContainerCompletion.WaitAsync(Client, ExitCondition.NotRunning, cancellationToken);

    /// <summary>Waits until the container has exited, exits the next time, or has been removed.</summary>
    /// <param name="condition">The event to wait for.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The last exit code.</returns>
    /// <exception cref="ContainerNotFoundException">The container was removed before the request.</exception>
    /// <exception cref="EngineApiException">The engine failed to remove the container.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/wait?condition=...</c>.</remarks>
    public Task<int> WaitAsync(ExitCondition condition, CancellationToken cancellationToken = default)
    {
        if (!Enum.IsDefined(condition))
            throw new ArgumentOutOfRangeException(nameof(condition), condition, "There is no such condition.");
        return ContainerCompletion.WaitAsync(Client, condition, cancellationToken);
    }

    /// <summary>
    /// Waits until the container has exited, and returns its exit code and its output since its first start.
    /// </summary>
    /// <exception cref="RunFailedException">The exit code is not 0.</exception>
    /// <inheritdoc cref="WaitAsync(CancellationToken)"/>
    public Task<ProcessResult> ToCompletionAsync(CancellationToken cancellationToken = default) =>
        ToCompletionAsync(ExitCodes.Zero, cancellationToken);

    /// <summary>
    /// Waits until the container has exited, and returns its exit code and its output since its first start.
    /// </summary>
    /// <param name="allowed">The exit codes that do not throw.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="RunFailedException">
    /// The exit code is not allowed, even if the output could not be read.
    /// </exception>
    /// <exception cref="EngineApiException">
    /// The exit code is allowed, but the log driver of the container does not support reading. Use
    /// <see cref="WaitAsync(CancellationToken)"/>, which does not read the log.
    /// </exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/wait</c>, <c>GET /containers/{id}/logs</c>.</remarks>
    public Task<ProcessResult> ToCompletionAsync(ExitCodes allowed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        return ToCompletionAsync(new CompletionOptions { AllowedExitCodes = allowed }, cancellationToken);
    }

    /// <summary>
    /// Waits until the container has exited, and returns its exit code and its output since its first start.
    /// </summary>
    /// <param name="options">The exit codes that do not throw, and the destinations of the output.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <inheritdoc cref="ToCompletionAsync(ExitCodes, CancellationToken)"/>
    public Task<ProcessResult> ToCompletionAsync(CompletionOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ContainerCompletion.CompleteFromLogAsync(Client, options, cancellationToken);
    }
}
