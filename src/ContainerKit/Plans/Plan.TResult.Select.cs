using ContainerKit.Plans;

namespace ContainerKit;

public partial class Plan<T>
{
    /// <summary>
    /// Projects the result of the plan. If the projected value contains none of the handles, the plan removes their
    /// resources. A value that keeps a handle must implement <see cref="IResourceOwner"/>, unless it is the handle
    /// itself or a collection or tuple of handles.
    /// </summary>
    /// <typeparam name="TView">The type of the projected result.</typeparam>
    public Plan<TView> Select<TView>(Func<T, TView> view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return Select((result, _) => Task.FromResult(view(result)));
    }

    /// <inheritdoc cref="Select{TView}(Func{T, TView})"/>
    public Plan<TView> Select<TView>(Func<T, CancellationToken, Task<TView>> view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new(Step.Then($"as {typeof(TView).Name}", (context, result) => view(result, context.Token)), Options);
    }
}
