using ContainerKit.Containers;
using ContainerKit.Images;
using ContainerKit.Plans;

namespace ContainerKit;

/// <summary>
/// A chain that ends in a container, which awaiting it hands to the caller, to be disposed. A chain that made its container removes it wherever
/// it ends in something else; one that began with <see cref="Container.Find"/> leaves it where it is.
/// </summary>
public sealed partial class ContainerPlan : Plan<Container>
{
    internal ContainerPlan(Step<ContainerClient> source, PlanOptions options)
        : base(new SelectStep<ContainerClient, Container>(source, Container.From), options) => Source = source;

    /// <summary>The step that provides the container.</summary>
    internal Step<ContainerClient> Source { get; }

    /// <summary>Then makes an image of the container, under a name, and removes the container.</summary>
    /// <exception cref="ArgumentException">The name is malformed, or has a digest.</exception>
    public ImagePlan Commit(string reference) => Commit(reference, new CommitOptions());

    /// <summary>Then makes an image of the container, under a name, and removes the container.</summary>
    /// <exception cref="ArgumentException">The name is malformed, or has a digest.</exception>
    public ImagePlan Commit(string reference, CommitOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var name = ImageOperations.NewName(reference);
        return new ImagePlan(
            new ThenStep<ContainerClient, ImageClient>(Source, $"commit {name}", (scope, container) => ContainerOperations.CommitAsync(scope, container, name, options)), Options);
    }

    /// <summary>Then does something of the caller's with the container. An exception from it fails the chain.</summary>
    public ContainerPlan Do(Func<Container, CancellationToken, Task> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Then("do", action);
    }

    /// <summary>Then waits for the container's process to end, gives its exit code and output, and removes the container. An exit code other than 0 throws.</summary>
    public Plan<ProcessResult> ToCompletion() => ToCompletion(ExitCodes.Zero);

    /// <summary>Then waits for the container's process to end, gives its exit code and output, and removes the container.</summary>
    /// <param name="allowed">The exit codes that do not throw a <see cref="RunFailedException"/>.</param>
    public Plan<ProcessResult> ToCompletion(ExitCodes allowed) => new(Complete("to completion", allowed), Options);

    /// <summary>Then waits for the container's process to end, gives what it wrote to standard output, and removes the container. An exit code other than 0 throws.</summary>
    public Plan<string> Output() => Output(ExitCodes.Zero);

    /// <summary>Then waits for the container's process to end, gives what it wrote to standard output, and removes the container.</summary>
    /// <param name="allowed">The exit codes that do not throw a <see cref="RunFailedException"/>.</param>
    public Plan<string> Output(ExitCodes allowed) => new(new SelectStep<ProcessResult, string>(Complete("output", allowed), result => result.Stdout), Options);

    /// <inheritdoc/>
    public override ContainerPlan On(DockerEngine engine) => (ContainerPlan)base.On(engine);

    /// <inheritdoc/>
    public override ContainerPlan WithProgress(IProgress<PlanProgress> progress) => (ContainerPlan)base.WithProgress(progress);

    /// <inheritdoc/>
    public override ContainerPlan KeepOnFailure() => (ContainerPlan)base.KeepOnFailure();

    /// <inheritdoc/>
    public override ContainerPlan Once() => (ContainerPlan)base.Once();

    private protected override ContainerPlan With(PlanOptions options) => new(Source, options);

    private Step<ProcessResult> Complete(string verb, ExitCodes allowed)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        RefuseEndless();
        return ContainerCompletion.After(Source, verb, allowed);
    }

    private void RefuseEndless()
    {
        if (Source is RunStep { Spec.Restart: RestartPolicy.Always or RestartPolicy.UnlessStopped })
            throw new InvalidOperationException("A container that the engine starts again whenever it ends never completes. Leave ContainerSpec.Restart out, or use RestartPolicy.OnFailure.");
        if (Source is CreateStep) throw new InvalidOperationException("A container that is made and not started never completes. Start() it first, or use Run in place of Create.");
    }

    private ContainerPlan Continue(string text, Func<PlanContext, ContainerClient, Task> work) =>
        new(new ThenStep<ContainerClient, ContainerClient>(Source, text, async (scope, container) =>
        {
            await work(scope, container).ConfigureAwait(false);
            return container;
        }), Options);
}
