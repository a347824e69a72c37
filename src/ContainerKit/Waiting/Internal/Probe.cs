namespace ContainerKit.Waiting;

/// <summary>The check of one wait. Each execution of the wait creates a new probe.</summary>
internal abstract class Probe : IDisposable
{
    /// <summary>Checks the container once.</summary>
    /// <returns>The reason why the condition is not met yet, for messages; null if it is met.</returns>
    /// <exception cref="WaitOutcomeException">The condition can never be met.</exception>
    public abstract Task<string?> CheckAsync(CancellationToken cancellationToken);

    public virtual void Dispose()
    {
    }
}
