using ContainerKit.Containers;
using ContainerKit.Plans;

namespace ContainerKit.Terminals.Consoles;

/// <summary>
/// Runs a container at the console of this process. The console is attached before the container starts.
/// </summary>
internal sealed class InteractiveStep(Step previous, IContainerCreation run, ConsoleOptions options)
    : Step<(ConsoleResult Result, ContainerClient Container)>("interactive", previous)
{
    public override async Task<(ConsoleResult Result, ContainerClient Container)> RunAsync(PlanContext context)
    {
        using var console = LocalConsole.Open();
        var session = new ConsoleSession(console, options);
        // If the input is redirected, the process has to read its end, which a TTY cannot signal.
        var tty = run.Spec.Tty || session.IsInteractive;
        var attachedRun = run.With(run.Spec with { Tty = tty, StdinOnce = true });
        return await attachedRun.RunAsync(context, async (container, start) =>
        {
            var result = await session.RunAsync(tty, forceRedraw: false, size => Terminal.OpenAsync(
                AttachedTerminal.StartAsync(container, options.Attach(size), _ => start(), context.Token), context.Token), context.Token)
                .ConfigureAwait(false);
            return (result, container);
        }).ConfigureAwait(false);
    }
}
