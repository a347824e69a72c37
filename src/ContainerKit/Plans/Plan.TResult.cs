using System.Runtime.CompilerServices;
using ContainerKit.Plans;

namespace ContainerKit;

/// <summary>
/// An immutable description of work whose result is a <typeparamref name="T"/>. Creating a plan sends no request. A
/// plan can be stored, extended in several ways and shared. It runs each time it is awaited.
/// </summary>
/// <remarks>
/// A plan removes every resource that it created, except those in its result. The caller disposes the result. If a step
/// fails or the token is canceled, the plan removes everything that it created, newest first, and throws the first
/// error.
/// </remarks>
/// <typeparam name="T">The type of the result.</typeparam>
public partial class Plan<T>
{
    private readonly SharedTask<T>? _sharedRun;

    internal Plan(Step<T> step, PlanOptions options)
    {
        Step = step;
        Options = options;
        if (options.Once) _sharedRun = new SharedTask<T>(token => PlanRunner.RunAsync(step, WithEngine(options), token));
    }

    internal Step<T> Step { get; }

    internal PlanOptions Options { get; }

    /// <summary>
    /// The engine on which the plan runs. Null if none is set with <see cref="On"/>: then it is
    /// <see cref="DockerEngine.Default"/>.
    /// </summary>
    public DockerEngine? Engine => Options.Engine is { } client ? DockerEngine.For(client) : null;

    /// <summary>Runs the plan.</summary>
    /// <param name="cancellationToken">Cancels the plan, which then removes the resources that it has created so far
    /// before it throws.</param>
    /// <exception cref="ContainerKitException">A step failed. The message names the step, the reason, and the resources
    /// that were removed.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public Task<T> ExecuteAsync(CancellationToken cancellationToken = default) =>
        _sharedRun is { } sharedRun
            ? sharedRun.GetAsync(cancellationToken)
            : PlanRunner.RunAsync(Step, WithEngine(Options), cancellationToken);

    /// <summary>Runs the plan: <c>await plan</c> is short for <c>await plan.ExecuteAsync()</c>.</summary>
    public TaskAwaiter<T> GetAwaiter() => ExecuteAsync().GetAwaiter();

    /// <summary>
    /// Runs the plan and configures how the await continues, like <see cref="Task{TResult}.ConfigureAwait(bool)"/>.
    /// </summary>
    public ConfiguredTaskAwaitable<T> ConfigureAwait(bool continueOnCapturedContext) =>
        ExecuteAsync().ConfigureAwait(continueOnCapturedContext);

    /// <summary>
    /// Returns a plan that runs on this engine. Default: <see cref="DockerEngine.Default"/>. The plan does not dispose
    /// the engine.
    /// </summary>
    public virtual Plan<T> On(DockerEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return With(Options with { Engine = engine.ApiClient });
    }

    /// <summary>Returns a plan that reports its steps and its image transfers and builds.</summary>
    public virtual Plan<T> WithProgress(IProgress<PlanProgress> progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        return With(Options with { Progress = progress });
    }

    /// <summary>
    /// Returns a plan that, if it fails, keeps the resources that it created, for inspection. The error lists them.
    /// </summary>
    public virtual Plan<T> KeepOnFailure() => With(Options with { KeepOnFailure = true });

    /// <summary>
    /// Returns a plan that runs only once, however often it is awaited. All callers get the same result and share its
    /// ownership. A plan derived from the returned one runs separately. A failed run is not kept: the next await runs
    /// the plan again.
    /// </summary>
    public virtual Plan<T> Once() => With(Options with { Once = true });

    /// <summary>
    /// Returns a plan that, if it fails, calls a function before it removes the resources that it created. The function
    /// can inspect them, such as the logs of the containers, and returns the exception that the plan throws.
    /// </summary>
    /// <remarks>
    /// The function is not called if the plan is canceled, or if it runs as a part of another plan. If it throws, the
    /// plan throws the original exception. A plan with <see cref="Once"/> is returned unchanged, because a run that
    /// several callers share takes no function from one of them.
    /// </remarks>
    /// <param name="handler">
    /// Returns the exception that the plan throws, which may be the original one. Its token is that of the plan.
    /// </param>
    public virtual Plan<T> OnFailure(Func<PlanFailure, CancellationToken, Task<Exception>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Options.Once
            ? this
            : With(Options with { OnFailureAsync = (error, resources, token) => handler(new(error, resources), token) });
    }

    /// <summary>
    /// Returns a plan with the engine, the progress and the other options of another plan. It replaces the
    /// present options. It is for code that creates a plan from one that the caller gave it.
    /// </summary>
    public virtual Plan<T> WithOptionsOf<TOther>(Plan<TOther> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return With(other.Options);
    }

    /// <summary>Returns the texts of the steps. It runs none of them.</summary>
    public override string ToString() => Step.ToString();

    private protected virtual Plan<T> With(PlanOptions options) => new(Step, options);

    // The default engine is resolved when the plan runs, not when it is created.
    internal static PlanOptions WithEngine(PlanOptions options) =>
        options.Engine is null ? options with { Engine = DockerEngine.Default.ApiClient } : options;
}
