using ContainerKit.Http;

namespace ContainerKit.Cleanup;

/// <summary>A resource that a plan creates on an engine. It is tracked before its create request is sent.</summary>
internal abstract class TrackedResource(EngineClient engine)
{
    /// <summary>
    /// The client of the resource's engine. It sends requests even after the engine object was disposed.
    /// </summary>
    public EngineClient Engine { get; } = engine.ForCleanup;

    /// <summary>
    /// Indicates whether the resource exists on the engine. False for one that exists in this process only and has to
    /// end with the plan.
    /// </summary>
    public virtual bool IsOnEngine => true;

    /// <summary>Indicates whether the resource belongs to the caller when the plan succeeds.</summary>
    public abstract bool IsPartOf(ResultResources result);

    /// <summary>
    /// Indicates whether a container with these dependencies uses the resource, so that it can be removed only after
    /// the container.
    /// </summary>
    public virtual bool IsUsedBy(ContainerDependencies dependencies) => false;

    /// <summary>
    /// Indicates whether the resource was not found but may still appear, because an engine under load may still be
    /// creating it.
    /// </summary>
    public virtual bool MayAppearLater => false;

    /// <summary>
    /// Removes the resource. One that does not exist counts as removed. If the engine is already removing it, waits until that is complete.
    /// </summary>
    /// <param name="requestTimeout">The timeout of one request.</param>
    /// <param name="cancellationToken">Cancels the removal.</param>
    /// <returns>True if there was a resource to remove.</returns>
    public abstract Task<bool> RemoveAsync(TimeSpan requestTimeout, CancellationToken cancellationToken);

    /// <summary>Returns the resource's kind and name for messages.</summary>
    public abstract override string ToString();
}
