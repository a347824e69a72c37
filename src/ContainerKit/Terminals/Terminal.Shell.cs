namespace ContainerKit;

public sealed partial class Terminal
{
    /// <summary>
    /// Takes over the shell that waits at its prompt in this terminal, to run commands in it one by one: it sets a prompt of its own and
    /// turns the echo off. For sh, bash, dash and BusyBox's ash.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no TTY: such a shell shows no prompt.</exception>
    /// <inheritdoc cref="ExpectAnyAsync(IReadOnlyList{ExpectPattern}, TimeSpan, CancellationToken)"/>
    /// <returns>The shell, which lives as long as the terminal does.</returns>
    public async Task<TerminalShell> ShellAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDetached();
        if (!IsTty) throw new InvalidOperationException($"{_process.Name} has no TTY, and so shows no prompt. Leave TerminalSpec.Tty on, or use Container.ExecAsync for each command.");
        var shell = new TerminalShell(this);
        await shell.InitializeAsync(cancellationToken).ConfigureAwait(false);
        return shell;
    }
}
