using ContainerKit.Containers;
using ContainerKit.Exec;
using ContainerKit.Plans;

namespace ContainerKit;

public sealed partial class ContainerPlan
{
    /// <summary>Then runs a command in the container and waits for its end. An exit code other than 0 throws an <see cref="ExecFailedException"/>.</summary>
    public ContainerPlan Exec(params string[] command) => Exec(new ExecSpec(command));

    /// <summary>Then runs a command in the container, as described, and waits for its end.</summary>
    public ContainerPlan Exec(ExecSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Continue(spec.ToString(), (scope, container) => RunAsync(spec, scope, container));
    }

    /// <summary>Then runs a command in the container, gives its exit code and output, and removes the container. An exit code other than 0 throws.</summary>
    public Plan<ProcessResult> Capture(params string[] command) => Capture(new ExecSpec(command));

    /// <summary>Then runs a command in the container, as described, gives its exit code and output, and removes the container.</summary>
    public Plan<ProcessResult> Capture(ExecSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new(new ThenStep<ContainerClient, ProcessResult>(
            Source, "capture" + spec.ToString()["exec".Length..], (scope, container) => RunAsync(spec, scope, container)), Options);
    }

    // A chain that is cancelled removes the container, and the process with it.
    private static Task<ProcessResult> RunAsync(ExecSpec spec, PlanContext scope, ContainerClient container) =>
        new ExecSession(container, spec, killsProcessOnCancel: false).RunAsync(scope.Token);
}
