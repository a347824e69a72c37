using ContainerKit.Containers;
using ContainerKit.Plans;

namespace ContainerKit;

/// <summary>
/// A plan whose result is a container, which the caller disposes. If a plan created the container and ends in another
/// result, it removes the container. A container that <see cref="Container.Find"/> returned is not removed.
/// </summary>
public sealed partial class ContainerPlan : Plan<Container>
{
    internal ContainerPlan(Step<ContainerClient> source, PlanOptions options)
        : base(source.Select(Container.From), options) => Source = source;

    /// <summary>The step that provides the container.</summary>
    internal Step<ContainerClient> Source { get; }

    /// <summary>Creates an image from the container with this name, and removes the container.</summary>
    /// <exception cref="ArgumentException">The name is malformed or contains a digest.</exception>
    public ImagePlan Commit(string reference) => Commit(reference, new CommitOptions());

    /// <summary>Creates an image from the container with this name, and removes the container.</summary>
    /// <exception cref="ArgumentException">The name is malformed or contains a digest.</exception>
    public ImagePlan Commit(string reference, CommitOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var name = ImageReference.ParseNewName(reference);
        return new ImagePlan(
            Source.Then(
                $"commit {name}", (context, container) => ContainerOperations.CommitAsync(context, container, name, options)),
            Options);
    }

    /// <summary>Runs a callback with the container. An exception from it fails the plan.</summary>
    public ContainerPlan Do(Func<Container, CancellationToken, Task> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Then("do", action);
    }

    /// <summary>Runs a callback with the container, as a step with a name. An exception from it fails the plan.</summary>
    /// <param name="description">The text of the step, in <c>ToString</c>, progress and errors.</param>
    /// <param name="action">The callback.</param>
    /// <exception cref="ArgumentException">The description is empty.</exception>
    public ContainerPlan Do(string description, Func<Container, CancellationToken, Task> action)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(description);
        ArgumentNullException.ThrowIfNull(action);
        return Then(description, action);
    }

    /// <summary>
    /// Waits until the container exits, returns its exit code and output, and removes the container. An exit code other
    /// than 0 throws a <see cref="RunFailedException"/>.
    /// </summary>
    public Plan<ProcessResult> ToCompletion() => ToCompletion(ExitCodes.Zero);

    /// <summary>Waits until the container exits, returns its exit code and output, and removes the container.</summary>
    /// <param name="allowed">The exit codes that do not throw a <see cref="RunFailedException"/>.</param>
    public Plan<ProcessResult> ToCompletion(ExitCodes allowed)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        return ToCompletion(new CompletionOptions { AllowedExitCodes = allowed });
    }

    /// <summary>
    /// Waits until the container exits, returns its exit code and the output that was not redirected, and removes the container.
    /// </summary>
    /// <param name="options">The exit codes that do not throw, and the destinations of the output.</param>
    public Plan<ProcessResult> ToCompletion(CompletionOptions options) => new(Complete("to completion", options), Options);

    /// <summary>
    /// Waits until the container exits, returns its standard output, and removes the container. An exit code other than
    /// 0 throws a <see cref="RunFailedException"/>.
    /// </summary>
    public Plan<string> Output() => Output(ExitCodes.Zero);

    /// <summary>Waits until the container exits, returns its standard output, and removes the container.</summary>
    /// <param name="allowed">The exit codes that do not throw a <see cref="RunFailedException"/>.</param>
    public Plan<string> Output(ExitCodes allowed)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        var options = new CompletionOptions { AllowedExitCodes = allowed };
        return new(Complete("output", options).Select(result => result.Stdout), Options);
    }

    /// <inheritdoc/>
    public override ContainerPlan On(DockerEngine engine) => (ContainerPlan)base.On(engine);

    /// <inheritdoc/>
    public override ContainerPlan WithProgress(IProgress<PlanProgress> progress) => (ContainerPlan)base.WithProgress(progress);

    /// <inheritdoc/>
    public override ContainerPlan KeepOnFailure() => (ContainerPlan)base.KeepOnFailure();

    /// <inheritdoc/>
    public override ContainerPlan Once() => (ContainerPlan)base.Once();

    /// <inheritdoc/>
    public override ContainerPlan OnFailure(Func<PlanFailure, CancellationToken, Task<Exception>> handler) =>
        (ContainerPlan)base.OnFailure(handler);

    /// <inheritdoc/>
    public override ContainerPlan WithOptionsOf<TOther>(Plan<TOther> other) => (ContainerPlan)base.WithOptionsOf(other);

    private protected override ContainerPlan With(PlanOptions options) => new(Source, options);

    private Step<ProcessResult> Complete(string verb, CompletionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ThrowIfNeverCompletes();
        return Source is IContainerCreation { StartsContainer: true } run
            ? new AttachedRunStep(Source, run, verb, options)
            : Source.Then(
                verb, (context, container) => ContainerCompletion.CompleteFromLogAsync(container, options, context.Token));
    }

    private void ThrowIfNeverCompletes()
    {
        if (Source is not IContainerCreation creation) return;
        if (creation is { StartsContainer: true, Spec.Restart: RestartPolicy.Always or RestartPolicy.UnlessStopped })
        {
            throw new InvalidOperationException(
                "The container never completes, because the engine restarts it whenever it exits. "
                + "Omit ContainerSpec.Restart, or use RestartPolicy.OnFailure.");
        }

        if (!creation.StartsContainer)
        {
            throw new InvalidOperationException(
                "The container never completes, because it is created but not started. "
                + "Call Start() first, or use Run instead of Create.");
        }
    }

    private ContainerPlan Continue(string text, Func<PlanContext, ContainerClient, Task> operation) =>
        new(Source.Then(text, async (context, container) =>
        {
            await operation(context, container).ConfigureAwait(false);
            return container;
        }), Options);
}
