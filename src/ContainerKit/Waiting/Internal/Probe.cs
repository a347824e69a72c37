namespace ContainerKit.Waiting;

/// <summary>What one wait looks with; made anew each time it is waited for.</summary>
internal abstract class Probe : IDisposable
{
    /// <summary>Looks once.</summary>
    /// <returns>What is still lacking, for people; null when nothing is.</returns>
    /// <exception cref="WaitOutcomeException">It will never be ready.</exception>
    public abstract Task<string?> CheckAsync(CancellationToken cancellationToken);

    public virtual void Dispose()
    {
    }
}
