using ContainerKit.Containers;
using ContainerKit.Plans;

namespace ContainerKit.Terminals.Consoles;

/// <summary>A run in the foreground of the caller's console, attached to before it starts.</summary>
internal sealed class InteractiveStep(RunStep run, ConsoleOptions options) : Step<(ConsoleResult Result, ContainerClient Container)>("interactive", run)
{
    public override async Task<(ConsoleResult Result, ContainerClient Container)> RunAsync(PlanContext context)
    {
        using var console = LocalConsole.Open();
        var session = new ConsoleSession(console, options);
        // A process whose input is piped in has to see its end, which a terminal does not have.
        var tty = run.Spec.Tty || session.IsInteractive;
        var attended = run.With(run.Spec with { Tty = tty, StdinOnce = true });
        return await attended.RunAsync(context, async (container, start) =>
        {
            var result = await session.RunAsync(tty, forceRedraw: false, size => AttachedTerminal.StartAsync(
                container, options.Attach(size), _ => start(), context.Token), context.Token).ConfigureAwait(false);
            return (result, container);
        }).ConfigureAwait(false);
    }
}
