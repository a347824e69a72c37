using System.Text;
using System.Text.RegularExpressions;
using ContainerKit.Sessions;

namespace ContainerKit;

/// <summary>
/// A shell in a terminal that runs commands one by one. What one command changes, the next one finds: the directory, variables, jobs. One command runs at a time.
/// </summary>
/// <example><code>
/// await using var terminal = await container.OpenTerminalAsync("bash");
/// var shell = await terminal.ShellAsync();
/// await shell.RunAsync("cd /var/log");
/// var files = await shell.RunAsync("ls -l");
/// </code></example>
public sealed class TerminalShell
{
    // A terminal in the mode in which most shells read takes lines of up to 4095 bytes, and cuts longer ones.
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

    /// <summary>The terminal it runs in, which may be used between commands.</summary>
    public Terminal Terminal => _terminal;

    /// <summary>Runs a command, for at most <see cref="TerminalOptions.ExpectTimeout"/>.</summary>
    /// <inheritdoc cref="RunAsync(string, TimeSpan, CancellationToken)"/>
    public Task<ShellResult> RunAsync(string command, CancellationToken cancellationToken = default) => RunAsync(command, _terminal.Options.ExpectTimeout, cancellationToken);

    /// <summary>
    /// Runs a command, of one line or several, and waits until the shell is back at its prompt. Any exit code is a result. A command that is not done
    /// in time, or is cancelled, goes on: <see cref="InterruptAsync"/> ends it.
    /// </summary>
    /// <returns>What it wrote, without the prompt and without an echo, with LF line ends, and its exit code.</returns>
    /// <exception cref="ArgumentException">A line is longer than a terminal takes.</exception>
    /// <exception cref="InvalidOperationException">The command before it still runs.</exception>
    /// <exception cref="ExpectationFailedException">It was not done in time, or the shell ended.</exception>
    public async Task<ShellResult> RunAsync(string command, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        // As one word: a quote that is not closed is then an error of the command, instead of a shell that waits for more.
        var line = $"eval '{command.ReplaceLineEndings("\n").Replace("'", @"'\''", StringComparison.Ordinal)}'";
        if (line.Split('\n').Any(part => Encoding.UTF8.GetByteCount(part) >= MaximumLineLength))
            throw new ArgumentException($"A line of the command is longer than the {MaximumLineLength} bytes that a terminal takes. Break it up, or write it to a file first.", nameof(command));
        if (_isBusy) throw new InvalidOperationException("The command before this one has not come back to the prompt. Await it; after a time-out or a cancellation, call InterruptAsync.");
        _isBusy = true;
        await _terminal.SendLineAsync(line.Replace('\n', '\r'), cancellationToken).ConfigureAwait(false);
        var done = await WaitForPromptAsync(timeout, cancellationToken).ConfigureAwait(false);
        var output = done.Before.Replace("\r\n", "\n", StringComparison.Ordinal);
        // Where there is no stty to turn the echo off.
        if (output.StartsWith(line + '\n', StringComparison.Ordinal)) output = output[(line.Length + 1)..];
        // After a syntax error bash shows its prompt before it has noted the exit code, so that of the next prompt is taken.
        await _terminal.SendLineAsync(cancellationToken).ConfigureAwait(false);
        var prompt = await WaitForPromptAsync(timeout, cancellationToken).ConfigureAwait(false);
        _isBusy = false;
        return new ShellResult(command, output, int.Parse(prompt.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Interrupts what runs, as Ctrl-C does, and waits until the shell is back at its prompt.</summary>
    /// <exception cref="ExpectationFailedException">It did not come back in time, or it ended.</exception>
    public async Task InterruptAsync(CancellationToken cancellationToken = default)
    {
        await _terminal.SendKeysAsync([Keys.CtrlC], cancellationToken).ConfigureAwait(false);
        await WaitForPromptAsync(_terminal.Options.ExpectTimeout, cancellationToken).ConfigureAwait(false);
        // What it had written by then may have held a prompt already; the one of the interrupt is the last.
        await InitializeAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The shell on one line.</summary>
    public override string ToString() => $"shell in the {_terminal}";

    internal async Task InitializeAsync(CancellationToken cancellationToken)
    {
        var mark = ResourceLabels.NewNonce();
        // Written in two words, so that no echo of this line looks like the prompt.
        await _terminal.SendLineAsync(
            $" stty -echo 2>/dev/null; bind 'set enable-bracketed-paste off' 2>/dev/null; PROMPT_COMMAND= PS2= PS1='@{_promptMarker[..8]}''{_promptMarker[8..]}:$?@'; printf '%s%s\\n' '{mark[..8]}' '{mark[8..]}'",
            cancellationToken).ConfigureAwait(false);
        await _terminal.ExpectAsync(mark, cancellationToken).ConfigureAwait(false);
        await WaitForPromptAsync(_terminal.Options.ExpectTimeout, cancellationToken).ConfigureAwait(false);
        _isBusy = false;
    }

    private Task<ExpectMatch> WaitForPromptAsync(TimeSpan timeout, CancellationToken cancellationToken) => _terminal.ExpectAsync(_prompt, timeout, cancellationToken);
}
