using ContainerKit.Containers;
using ContainerKit.Exec;
using ContainerKit.Plans;

namespace ContainerKit;

public sealed partial class ContainerPlan
{
    /// <summary>
    /// Runs a command in the container and waits until it exits. An exit code other than 0 throws an
    /// <see cref="ExecFailedException"/>.
    /// </summary>
    public ContainerPlan Exec(params string[] command) => Exec(new ExecSpec(command));

    /// <summary>Runs a command in the container with this spec and waits until it exits.</summary>
    public ContainerPlan Exec(ExecSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Continue(spec.ToString(), (context, container) => RunAsync(spec, context, container));
    }

    /// <summary>
    /// Runs a command in the container, returns its exit code and output, and removes the container. An exit code other
    /// than 0 throws an <see cref="ExecFailedException"/>.
    /// </summary>
    public Plan<ProcessResult> Capture(params string[] command) => Capture(new ExecSpec(command));

    /// <summary>
    /// Runs a command in the container with this spec, returns its exit code and output, and removes the container.
    /// </summary>
    public Plan<ProcessResult> Capture(ExecSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var text = "capture" + spec.ToString()["exec".Length..];
        return new(Source.Then(text, (context, container) => RunAsync(spec, context, container)), Options);
    }

    // A canceled plan removes the container and, with it, the process.
    private static Task<ProcessResult> RunAsync(ExecSpec spec, PlanContext context, ContainerClient container) =>
        new ExecSession(container, spec, killsProcessOnCancel: false).RunAsync(context.Token);
}
