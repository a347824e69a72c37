namespace ContainerKit;

public sealed partial class Terminal
{
    /// <summary>
    /// Takes control of the shell that waits at its prompt in this terminal, to run commands in it one by one. Supports
    /// sh, bash, dash and the ash of BusyBox.
    /// </summary>
    /// <returns>The shell. It can be used until the terminal is disposed.</returns>
    /// <exception cref="InvalidOperationException">There is no TTY, so the shell shows no prompt.</exception>
    /// <inheritdoc cref="ExpectAnyAsync(IReadOnlyList{ExpectPattern}, TimeSpan, CancellationToken)"/>
    /// <remarks>This sets the prompt of the shell and turns off the echo.</remarks>
    public async Task<TerminalShell> ShellAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDetached();
        if (!IsTty)
        {
            throw new InvalidOperationException($"{_process.Name} has no TTY, so its shell shows no prompt."
                + " Leave TerminalSpec.Tty on, or use Container.ExecAsync for each command.");
        }

        var shell = new TerminalShell(this);
        await shell.InitializeAsync(cancellationToken).ConfigureAwait(false);
        return shell;
    }
}
