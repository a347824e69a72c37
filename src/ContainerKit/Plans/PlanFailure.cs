using ContainerKit.Cleanup;

namespace ContainerKit;

/// <summary>
/// The failure of a plan, before the plan removes the resources that it created; see <see cref="Plan{T}.OnFailure"/>.
/// </summary>
public sealed class PlanFailure
{
    internal PlanFailure(Exception exception, IReadOnlyList<TrackedResource> newestFirst)
    {
        Exception = exception;
        Containers =
        [
            .. newestFirst.OfType<TrackedContainer>()
                .Where(container => container.Id is not null)
                .Reverse()
                .Select(container => new CreatedContainer(container.Engine, container.Id!, container.ToString())),
        ];
    }

    /// <summary>The exception that a step of the plan threw.</summary>
    public Exception Exception { get; }

    /// <summary>The containers that the plan created and that still exist, oldest first.</summary>
    public IReadOnlyList<CreatedContainer> Containers { get; }
}
