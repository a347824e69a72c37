using ContainerKit.Plans;

namespace ContainerKit;

public partial class Plan<T>
{
    /// <summary>
    /// Then gives another view of the result. A view that holds none of what the chain has made is plain data, and the chain removes that; one
    /// that does hold it is an <see cref="IResourceOwner"/>.
    /// </summary>
    /// <typeparam name="TView">What awaiting it gives.</typeparam>
    public Plan<TView> Select<TView>(Func<T, TView> view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return Select((result, _) => Task.FromResult(view(result)));
    }

    /// <inheritdoc cref="Select{TView}(Func{T, TView})"/>
    public Plan<TView> Select<TView>(Func<T, CancellationToken, Task<TView>> view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new(new ThenStep<T, TView>(Step, $"as {typeof(TView).Name}", (scope, result) => view(result, scope.Token)), Options);
    }
}
