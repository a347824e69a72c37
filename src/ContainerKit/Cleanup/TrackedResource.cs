using ContainerKit.Http;

namespace ContainerKit.Cleanup;

/// <summary>Something a chain made on an engine, noted before the request that makes it leaves.</summary>
internal abstract class TrackedResource(EngineClient engine)
{
    public EngineClient Engine { get; } = engine.ForCleanup;

    /// <summary>Whether it is on the engine; false for what lives in this process alone and only has to end with the chain.</summary>
    public virtual bool IsOnEngine => true;

    /// <summary>Whether it goes to the caller when the chain succeeds.</summary>
    public abstract bool IsPartOf(ResultResources result);

    /// <summary>Whether it must outlive a container with these belongings.</summary>
    public virtual bool IsUsedBy(ContainerDependencies belongings) => false;

    /// <summary>Whether it was asked for and not found: an engine under load may still be at work on it.</summary>
    public virtual bool MayAppearLater => false;

    /// <summary>Removes it. What is gone already, or on its way, counts as done.</summary>
    /// <param name="limit">How long one request may take.</param>
    /// <returns>Whether there was anything to remove.</returns>
    public abstract Task<bool> RemoveAsync(TimeSpan limit, CancellationToken cancellationToken);

    /// <summary>How messages call it.</summary>
    public abstract override string ToString();
}
