using System.Text;
using System.Text.RegularExpressions;
using ContainerKit.Sessions;

namespace ContainerKit;

/// <summary>
/// A shell in a terminal that runs commands one by one. All commands run in the same shell, so they share the working
/// directory, variables and jobs. One command runs at a time.
/// </summary>
/// <example><code>
/// await using var terminal = await container.OpenTerminalAsync("bash");
/// var shell = await terminal.ShellAsync();
/// await shell.RunAsync("cd /var/log");
/// var files = await shell.RunAsync("ls -l");
/// </code></example>
public sealed class TerminalShell
{
    // In canonical mode a Linux TTY truncates lines of more than 4095 bytes; see termios(3).
    private const int MaximumLineLength = 4095;

    private readonly Terminal _terminal;
    private readonly string _promptMarker = ResourceLabels.NewNonce();
    private readonly Regex _prompt;
    private bool _isBusy;

    internal TerminalShell(Terminal terminal)
    {
        _terminal = terminal;
        _prompt = new Regex($"@{_promptMarker}:([0-9]+)@", RegexOptions.CultureInvariant);
    }

    /// <summary>The terminal that the shell runs in. It may be used between commands.</summary>
    public Terminal Terminal => _terminal;

    /// <summary>Runs a command with the timeout <see cref="TerminalOptions.ExpectTimeout"/>.</summary>
    /// <inheritdoc cref="RunAsync(string, TimeSpan, CancellationToken)"/>
    public Task<ShellResult> RunAsync(string command, CancellationToken cancellationToken = default) =>
        RunAsync(command, _terminal.Options.ExpectTimeout, cancellationToken);

    /// <summary>Runs a command of one or more lines, and waits until the shell shows its prompt again.</summary>
    /// <param name="command">The command. Any exit code is allowed.</param>
    /// <param name="timeout">The time until the command must be done.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The output, without prompt and echo and with LF line ends, and the exit code.</returns>
    /// <exception cref="ArgumentException">A line is longer than a TTY accepts.</exception>
    /// <exception cref="InvalidOperationException">The previous command still runs.</exception>
    /// <exception cref="ExpectationFailedException">The timeout elapsed, or the shell exited.</exception>
    /// <remarks>
    /// After a timeout or a cancellation the command still runs. <see cref="InterruptAsync"/> interrupts it.
    /// </remarks>
    public async Task<ShellResult> RunAsync(string command, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        // The command is one argument of eval, so an unclosed quote is a syntax error and the shell does not wait for
        // more input.
        var line = $"eval '{command.ReplaceLineEndings("\n").Replace("'", @"'\''", StringComparison.Ordinal)}'";
        if (line.Split('\n').Any(part => Encoding.UTF8.GetByteCount(part) >= MaximumLineLength))
        {
            throw new ArgumentException(
                $"A line of the command is longer than the {MaximumLineLength} bytes that a TTY accepts."
                + " Split it, or write it to a file first.",
                nameof(command));
        }

        if (_isBusy)
        {
            throw new InvalidOperationException(
                "The previous command still runs. Await it; after a timeout or a cancellation, call InterruptAsync.");
        }

        _isBusy = true;
        await _terminal.SendLineAsync(line.Replace('\n', '\r'), cancellationToken).ConfigureAwait(false);
        var completion = await WaitForPromptAsync(timeout, cancellationToken).ConfigureAwait(false);
        var output = completion.Before.Replace("\r\n", "\n", StringComparison.Ordinal);
        // The echo is on if the image has no stty.
        if (output.StartsWith(line + '\n', StringComparison.Ordinal)) output = output[(line.Length + 1)..];
        // After a syntax error bash shows its prompt before it sets $?, so the exit code is read from the next prompt.
        await _terminal.SendLineAsync(cancellationToken).ConfigureAwait(false);
        var prompt = await WaitForPromptAsync(timeout, cancellationToken).ConfigureAwait(false);
        _isBusy = false;
        return new ShellResult(command, output, int.Parse(prompt.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Interrupts the running command with Ctrl-C, and waits until the shell shows its prompt again.</summary>
    /// <exception cref="ExpectationFailedException">
    /// The shell did not show its prompt within <see cref="TerminalOptions.ExpectTimeout"/>, or it exited.
    /// </exception>
    public async Task InterruptAsync(CancellationToken cancellationToken = default)
    {
        await _terminal.SendKeysAsync([Keys.CtrlC], cancellationToken).ConfigureAwait(false);
        await WaitForPromptAsync(_terminal.Options.ExpectTimeout, cancellationToken).ConfigureAwait(false);
        // The prompt that was found may be older than the interrupt, so the shell is synchronized again.
        await InitializeAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The shell on one line.</summary>
    public override string ToString() => $"shell in the {_terminal}";

    /// <summary>Sets the prompt, and waits until the shell shows it.</summary>
    internal async Task InitializeAsync(CancellationToken cancellationToken)
    {
        var startMarker = ResourceLabels.NewNonce();
        // Each marker is sent in two parts, so that the echo of this line does not look like the prompt.
        await _terminal.SendLineAsync(
            " stty -echo 2>/dev/null; bind 'set enable-bracketed-paste off' 2>/dev/null;"
            + $" PROMPT_COMMAND= PS2= PS1='@{_promptMarker[..8]}''{_promptMarker[8..]}:$?@';"
            + $" printf '%s%s\\n' '{startMarker[..8]}' '{startMarker[8..]}'",
            cancellationToken).ConfigureAwait(false);
        await _terminal.ExpectAsync(startMarker, cancellationToken).ConfigureAwait(false);
        await WaitForPromptAsync(_terminal.Options.ExpectTimeout, cancellationToken).ConfigureAwait(false);
        _isBusy = false;
    }

    private Task<ExpectMatch> WaitForPromptAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        _terminal.ExpectAsync(_prompt, timeout, cancellationToken);
}
