using System.Runtime.CompilerServices;
using ContainerKit.Plans;

namespace ContainerKit;

/// <summary>
/// A description of work that ends in a <typeparamref name="T"/>. Cold and immutable: making one asks no engine, it can be kept, branched
/// and shared, and it runs when it is awaited, each time anew.
/// </summary>
/// <remarks>
/// What a chain makes and does not hand back, the chain removes; what it hands back, the caller disposes. When a step fails or the token
/// fires, everything the chain made is removed, newest first, and the first error comes out.
/// </remarks>
/// <typeparam name="T">What awaiting it gives.</typeparam>
public partial class Plan<T>
{
    private readonly SharedTask<T>? _memo;

    internal Plan(Step<T> step, PlanOptions options)
    {
        Step = step;
        Options = options;
        if (options.Once) _memo = new SharedTask<T>(token => PlanRunner.RunAsync(step, WithEngine(options), token));
    }

    internal Step<T> Step { get; }

    internal PlanOptions Options { get; }

    /// <summary>Runs the chain.</summary>
    /// <param name="cancellationToken">Cancels the chain as a whole, which then removes what it has made so far before it throws.</param>
    /// <exception cref="ContainerKitException">A step failed; the message says which, why, and what was cleaned up.</exception>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public Task<T> ExecuteAsync(CancellationToken cancellationToken = default) =>
        _memo is { } memo ? memo.GetAsync(cancellationToken) : PlanRunner.RunAsync(Step, WithEngine(Options), cancellationToken);

    /// <summary>Makes the plan awaitable: <c>await plan</c> is <c>await plan.ExecuteAsync()</c>.</summary>
    public TaskAwaiter<T> GetAwaiter() => ExecuteAsync().GetAwaiter();

    /// <summary>Runs the chain, with a choice of the context that the caller goes on in.</summary>
    public ConfiguredTaskAwaitable<T> ConfigureAwait(bool continueOnCapturedContext) => ExecuteAsync().ConfigureAwait(continueOnCapturedContext);

    /// <summary>The whole chain runs on this engine. Default: <see cref="DockerEngine.Default"/>. The engine stays the caller's.</summary>
    public virtual Plan<T> On(DockerEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return With(Options with { Engine = engine.ApiClient });
    }

    /// <summary>The whole chain tells of its steps and of the images it transfers.</summary>
    public virtual Plan<T> WithProgress(IProgress<PlanProgress> progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        return With(Options with { Progress = progress });
    }

    /// <summary>A chain that fails leaves what it made where it is, for looking at; the error lists it.</summary>
    public virtual Plan<T> KeepOnFailure() => With(Options with { KeepOnFailure = true });

    /// <summary>
    /// The whole chain runs once, however often this plan is awaited: all get the same result, and share its ownership. A plan derived from
    /// this one is another plan. A failure is not kept; the next await tries anew.
    /// </summary>
    public virtual Plan<T> Once() => With(Options with { Once = true });

    /// <summary>Draws the steps, and runs nothing.</summary>
    public override string ToString() => Step.ToString();

    private protected virtual Plan<T> With(PlanOptions options) => new(Step, options);

    // The default engine is looked up when the plan runs, not when it is described.
    private static PlanOptions WithEngine(PlanOptions options) => options.Engine is null ? options with { Engine = DockerEngine.Default.ApiClient } : options;
}
