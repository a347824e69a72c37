namespace ContainerKit;

public sealed partial class ContainerPlan
{
    /// <summary>
    /// Runs a command in the container with a TTY and passes its terminal to a callback. If the process still runs when
    /// the callback returns, it is killed.
    /// </summary>
    /// <inheritdoc cref="Terminal(TerminalSpec, Func{Terminal, CancellationToken, Task})"/>
    public ContainerPlan Terminal(string command, Func<Terminal, CancellationToken, Task> talk) =>
        Terminal(new TerminalSpec(command), talk);

    /// <summary>
    /// Runs a command in the container with this spec and passes its terminal to a callback. If the process still runs
    /// when the callback returns, it is killed. An exception from the callback fails the plan. An exit code does not:
    /// <see cref="Terminal.WaitAsync"/> returns it.
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
