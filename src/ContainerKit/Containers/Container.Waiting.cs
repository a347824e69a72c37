using ContainerKit.Waiting;

namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>Waits until the container is ready.</summary>
    /// <param name="wait">What makes it ready, and how long that may take.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="WaitTimeoutException">It was not ready within the limit of the wait.</exception>
    /// <exception cref="WaitFailedException">It can never become ready in that way.</exception>
    /// <exception cref="ContainerExitedException">It has ended.</exception>
    /// <exception cref="ContainerNotFoundException">It was removed.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/wait</c> meanwhile, and what the wait asks.</remarks>
    public Task WaitForAsync(Wait wait, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(wait);
        return WaitSession.RunAsync(Client, wait, isFirstStart: false, cancellationToken);
    }
}
