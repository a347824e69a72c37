namespace ContainerKit;

public sealed partial class ContainerPlan
{
    /// <summary>Then runs a command in the container with a TTY, and talks with it. What is left of the process when the talk is over is ended.</summary>
    /// <inheritdoc cref="Terminal(TerminalSpec, Func{Terminal, CancellationToken, Task})"/>
    public ContainerPlan Terminal(string command, Func<Terminal, CancellationToken, Task> talk) => Terminal(new TerminalSpec(command), talk);

    /// <summary>
    /// Then runs a command in the container, as described, and talks with it. What is left of the process when the talk is over is ended. An exception from the
    /// talk fails the chain; an exit code does not: ask <see cref="Terminal.WaitAsync"/> for it where it matters.
    /// </summary>
    public ContainerPlan Terminal(TerminalSpec spec, Func<Terminal, CancellationToken, Task> talk)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(talk);
        return Then(spec.ToString(), async (container, token) =>
        {
            var terminal = await container.OpenTerminalAsync(spec, token).ConfigureAwait(false);
            await using (terminal.ConfigureAwait(false)) await talk(terminal, token).ConfigureAwait(false);
        });
    }
}
