using ContainerKit.Http;

namespace ContainerKit.Cleanup;

/// <summary>An object of the caller that a plan disposes unless it is in the result.</summary>
internal sealed class TrackedDisposable(EngineClient engine, IAsyncDisposable resource) : TrackedResource(engine)
{
    public override bool IsPartOf(ResultResources result) => result.ContainsObject(resource);

    public override async Task<bool> RemoveAsync(TimeSpan requestTimeout, CancellationToken cancellationToken)
    {
        await resource.DisposeAsync().AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    public override string ToString() => resource.ToString() ?? resource.GetType().Name;
}
