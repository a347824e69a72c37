using System.Globalization;
using System.Text.RegularExpressions;
using ContainerKit.Sessions;
using ContainerKit.Terminals;

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
    // More output is hardly meant to be held in memory. A limit keeps a runaway command from using all of it.
    private const int MaximumOutputLength = 64 * 1024 * 1024;

    private readonly Terminal _terminal;
    private readonly string _promptMarker = ResourceLabels.NewNonce();
    private readonly Regex _prompt;
    private BusyBoxLoop? _loop;
    private bool _isBusy;
    private int _knownSendCount;

    internal TerminalShell(Terminal terminal)
    {
        _terminal = terminal;
        // The prompt starts with CAN, which cancels an escape sequence that the command has not completed.
        _prompt = new Regex($"\\x18?@{_promptMarker}(?<kind>[:=])(?<code>[0-9]*)@", RegexOptions.CultureInvariant);
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
    /// <exception cref="ArgumentException">
    /// A line is longer than a TTY accepts, or the command contains a null character.
    /// </exception>
    /// <exception cref="InvalidOperationException">The previous command still runs.</exception>
    /// <exception cref="ExpectationFailedException">
    /// The timeout elapsed, the shell exited, or the output has more than 67,108,864 characters.
    /// </exception>
    /// <remarks>
    /// After a timeout or a cancellation the command still runs. <see cref="InterruptAsync"/> interrupts it.
    /// </remarks>
    public async Task<ShellResult> RunAsync(string command, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (command.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("The command contains a null character, which no shell can run. Leave it out.", nameof(command));
        var text = command.ReplaceLineEndings("\n");
        var lines = _loop is null ? [ShellCommandText.Format(text, nameof(command))] : _loop.Encode(text);
        if (_isBusy)
        {
            throw new InvalidOperationException(
                "The previous command still runs. Await it; after a timeout or a cancellation, call InterruptAsync.");
        }

        _isBusy = true;
        await SkipOtherInputAsync(timeout, cancellationToken).ConfigureAwait(false);
        foreach (var part in lines.SkipLast(1))
        {
            await _terminal.SendLineAsync(part, cancellationToken).ConfigureAwait(false);
            await WaitForPromptAsync(timeout, cancellationToken).ConfigureAwait(false);
        }

        var line = lines[^1];
        await _terminal.SendLineAsync(line.Replace('\n', '\r'), cancellationToken).ConfigureAwait(false);
        var (before, prompt) = await _terminal.ReadToAsync(_prompt, MaximumOutputLength, timeout, cancellationToken).ConfigureAwait(false);
        var exitCode = await GetExitCodeAsync(prompt, timeout, cancellationToken).ConfigureAwait(false);
        SetReady();
        if (before is null)
        {
            throw _terminal.CreateExpectationException(
                $"The command wrote more than {MaximumOutputLength:N0} characters, the limit of one result."
                + $" It ended with exit code {exitCode}, and its output was not kept."
                + " Redirect the output to a file, or use Container.ExecAsync with ExecSpec.OnLine.");
        }

        var output = before.Replace("\r\n", "\n", StringComparison.Ordinal);
        // The echo is on if the image has no stty.
        if (output.StartsWith(line + '\n', StringComparison.Ordinal)) output = output[(line.Length + 1)..];
        return new ShellResult(command, output, exitCode);
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
            + $" PROMPT_COMMAND= PS2= PS1=\"$(printf '\\030')\"'@{_promptMarker[..8]}''{_promptMarker[8..]}:$?@';"
            + $" printf '%s%s%s.\\n' '{startMarker[..8]}' '{startMarker[8..]}'"
            // The program has the name of BusyBox or another one, and not each version sets BB_ASH_VERSION.
            + " \"$(grep -q 'BusyBox v' /proc/$$/exe 2>/dev/null && echo b)\"",
            cancellationToken).ConfigureAwait(false);
        var started = await _terminal.ExpectAsync(
            new Regex(startMarker + @"(b?)\."), _terminal.Options.ExpectTimeout, cancellationToken).ConfigureAwait(false);
        await WaitForPromptAsync(_terminal.Options.ExpectTimeout, cancellationToken).ConfigureAwait(false);
        _loop = started.Groups[1].Length > 0 ? new BusyBoxLoop(_promptMarker) : null;
        await EnterLoopAsync(cancellationToken).ConfigureAwait(false);
        SetReady();
    }

    private void SetReady()
    {
        _knownSendCount = _terminal.SendCount;
        _isBusy = false;
    }

    /// <summary>
    /// Reads the prompts after input that was not sent by this object, so that they do not look like those of the next
    /// command.
    /// </summary>
    private async Task SkipOtherInputAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (_terminal.SendCount == _knownSendCount) return;
        var marker = ResourceLabels.NewNonce();
        await _terminal.SendLineAsync(
            $" {{ __ck_q=$?; printf '%s%s\\n' {marker[..8]} {marker[8..]}; (exit $__ck_q); }} 2>/dev/null", cancellationToken)
            .ConfigureAwait(false);
        await _terminal.ExpectAsync(marker, timeout, cancellationToken).ConfigureAwait(false);
        var prompt = await WaitForPromptAsync(timeout, cancellationToken).ConfigureAwait(false);
        if (prompt.Groups["kind"].Value == ":") await EnterLoopAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<int> GetExitCodeAsync(ExpectMatch prompt, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (prompt.Groups["kind"].Value == ":")
        {
            // After a syntax error bash shows its prompt before it sets $?, so the exit code is read from the next prompt.
            await _terminal.SendLineAsync(cancellationToken).ConfigureAwait(false);
            prompt = await WaitForPromptAsync(timeout, cancellationToken).ConfigureAwait(false);
            // A syntax error ends the loop.
            await EnterLoopAsync(cancellationToken).ConfigureAwait(false);
        }

        return int.Parse(prompt.Groups["code"].ValueSpan, CultureInfo.InvariantCulture);
    }

    private async Task EnterLoopAsync(CancellationToken cancellationToken)
    {
        if (_loop is null) return;
        await _terminal.SendLineAsync(_loop.Script, cancellationToken).ConfigureAwait(false);
        await WaitForPromptAsync(_terminal.Options.ExpectTimeout, cancellationToken).ConfigureAwait(false);
    }

    private Task<ExpectMatch> WaitForPromptAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        _terminal.ExpectAsync(_prompt, timeout, cancellationToken);
}
