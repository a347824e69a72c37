using ContainerKit.Cleanup;
using ContainerKit.Plans;

namespace ContainerKit;

/// <summary>The running step of a plan that <see cref="Plan.Create{T}(string, Func{StepContext, Task{T}})"/> describes.</summary>
public sealed class StepContext
{
    private readonly PlanContext _context;

    internal StepContext(PlanContext context) => _context = context;

    /// <summary>The engine on which the plan runs. The plan does not own it.</summary>
    public DockerEngine Engine => DockerEngine.For(_context.Engine);

    /// <summary>The token that cancels the plan.</summary>
    public CancellationToken CancellationToken => _context.Token;

    /// <summary>The receiver of progress reports; null if the plan has none.</summary>
    public IProgress<PlanProgress>? Progress => _context.Progress;

    /// <summary>Indicates whether the plan keeps the resources that it created if it fails.</summary>
    public bool KeepsOnFailure => _context.KeepOnFailure;

    /// <summary>
    /// Runs another plan as a part of this one. This plan owns the resources that the other one creates: it removes
    /// them if it fails, and those that are not in its result if it succeeds. The other plan runs on its own engine and
    /// reports to its own progress, if it has them; otherwise it uses those of this plan.
    /// </summary>
    /// <remarks>To run several plans at the same time, run <see cref="Plan.All{T}(Plan{T}[])"/>.</remarks>
    /// <exception cref="ContainerKitException">A step of the other plan failed.</exception>
    /// <exception cref="OperationCanceledException">The plan was canceled.</exception>
    public Task<T> RunAsync<T>(Plan<T> plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Step.RunAsync(_context.CreateChild(plan.Options, _context.Token));
    }

    /// <summary>
    /// Adds a resource that this step has created by other means, such as a temporary folder. It is disposed if the plan
    /// fails, and also if the plan succeeds and the resource is not in its result. An exception of its disposal is
    /// reported like a failed removal; the plan may then dispose it again.
    /// </summary>
    /// <param name="resource">
    /// The resource. It is in the result if the result is this object, or a tuple, a collection or an
    /// <see cref="IResourceOwner"/> that contains it. Its <see cref="object.ToString"/> names it in messages.
    /// </param>
    public void Track(IAsyncDisposable resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        _context.Track(new TrackedDisposable(_context.Engine, resource));
    }
}
