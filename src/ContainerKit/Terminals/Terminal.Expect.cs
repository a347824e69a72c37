using System.Text;
using System.Text.RegularExpressions;
using ContainerKit.Diagnostics;
using ContainerKit.Timing;

namespace ContainerKit;

public sealed partial class Terminal
{
    /// <summary>Reads until a text appears, with the timeout <see cref="TerminalOptions.ExpectTimeout"/>.</summary>
    /// <inheritdoc cref="ExpectAnyAsync(IReadOnlyList{ExpectPattern}, TimeSpan, CancellationToken)"/>
    public Task<ExpectMatch> ExpectAsync(string text, CancellationToken cancellationToken = default) =>
        ExpectAsync(text, Options.ExpectTimeout, cancellationToken);

    /// <summary>Reads until a text appears.</summary>
    /// <inheritdoc cref="ExpectAnyAsync(IReadOnlyList{ExpectPattern}, TimeSpan, CancellationToken)"/>
    public Task<ExpectMatch> ExpectAsync(string text, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        ExpectAnyAsync([text], timeout, cancellationToken);

    /// <summary>
    /// Reads until a regular expression matches, with the timeout <see cref="TerminalOptions.ExpectTimeout"/>.
    /// </summary>
    /// <inheritdoc cref="ExpectAnyAsync(IReadOnlyList{ExpectPattern}, TimeSpan, CancellationToken)"/>
    public Task<ExpectMatch> ExpectAsync(Regex regex, CancellationToken cancellationToken = default) =>
        ExpectAsync(regex, Options.ExpectTimeout, cancellationToken);

    /// <summary>Reads until a regular expression matches.</summary>
    /// <inheritdoc cref="ExpectAnyAsync(IReadOnlyList{ExpectPattern}, TimeSpan, CancellationToken)"/>
    public Task<ExpectMatch> ExpectAsync(Regex regex, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        ExpectAnyAsync([regex], timeout, cancellationToken);

    /// <summary>
    /// Reads until the end of the output, with the timeout <see cref="TerminalOptions.ExpectTimeout"/>.
    /// </summary>
    /// <inheritdoc cref="ExpectAnyAsync(IReadOnlyList{ExpectPattern}, TimeSpan, CancellationToken)"/>
    public Task<ExpectMatch> ExpectEndAsync(CancellationToken cancellationToken = default) =>
        ExpectEndAsync(Options.ExpectTimeout, cancellationToken);

    /// <summary>Reads until the end of the output. <see cref="WaitAsync"/> then returns the exit code.</summary>
    /// <inheritdoc cref="ExpectAnyAsync(IReadOnlyList{ExpectPattern}, TimeSpan, CancellationToken)"/>
    public Task<ExpectMatch> ExpectEndAsync(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        ExpectAnyAsync([ExpectPattern.End], timeout, cancellationToken);

    /// <summary>
    /// Reads until one of several patterns matches, with the timeout <see cref="TerminalOptions.ExpectTimeout"/>.
    /// </summary>
    /// <inheritdoc cref="ExpectAnyAsync(IReadOnlyList{ExpectPattern}, TimeSpan, CancellationToken)"/>
    public Task<ExpectMatch> ExpectAnyAsync(IReadOnlyList<ExpectPattern> alternatives, CancellationToken cancellationToken = default) =>
        ExpectAnyAsync(alternatives, Options.ExpectTimeout, cancellationToken);

    /// <summary>Reads until one of several patterns matches.</summary>
    /// <returns>The match and the output before it.</returns>
    /// <exception cref="ExpectationFailedException">The timeout elapsed, or the output ended first.</exception>
    /// <exception cref="InvalidOperationException">The output is being read already.</exception>
    /// <exception cref="ContainerKitException">
    /// The session failed: the connection was lost, or the container was removed.
    /// </exception>
    /// <remarks>
    /// The first match in the output is returned; of two matches at the same place, the pattern that is first in the
    /// list. The next call continues after the match, so each byte is read once. A match has at most 32,768 characters.
    /// </remarks>
    public async Task<ExpectMatch> ExpectAnyAsync(
        IReadOnlyList<ExpectPattern> alternatives, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(alternatives);
        if (alternatives.Count == 0 || alternatives.Any(alternative => alternative is null))
            throw new ArgumentException("At least one pattern is required, and none may be null.", nameof(alternatives));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        cancellationToken.ThrowIfCancellationRequested();
        using var reading = _output.AcquireReader(null);
        using var deadline = Deadline.Start(timeout, Time, cancellationToken);
        var searchedTo = 0L;
        while (true)
        {
            var (isComplete, change) = _output.Access(_textBuffer.Fill);
            if (isComplete) _textBuffer.Finish();
            if (FindFirst(alternatives, searchedTo) is { } match) return match;
            searchedTo = _textBuffer.DroppedCount + _textBuffer.Text.Length;
            if (isComplete)
            {
                _output.ThrowIfFailed();
                return MatchEnd(alternatives)
                    ?? throw await CreateEndedExceptionAsync(alternatives, cancellationToken).ConfigureAwait(false);
            }

            try
            {
                // Checked here too: if the process writes without a pause, the next line never waits.
                deadline.Token.ThrowIfCancellationRequested();
                await change.WaitAsync(deadline.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException e)
            {
                if (cancellationToken.IsCancellationRequested)
                    throw CreateCanceledException(alternatives, e, cancellationToken);
                throw await CreateTimeoutExceptionAsync(alternatives, timeout).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Reads until a regular expression matches, and keeps the whole output before the match.</summary>
    /// <returns>The output before the match, or null if it is longer than the limit; and the match.</returns>
    internal async Task<(string? Before, ExpectMatch Match)> ReadToAsync(
        Regex regex, int limit, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var overflow = new StringBuilder();
        var isTooLong = false;
        _textBuffer.Overflow = text =>
        {
            isTooLong |= overflow.Length + text.Length > limit;
            if (isTooLong) overflow.Clear();
            else overflow.Append(text);
        };
        try
        {
            var match = await ExpectAsync(regex, timeout, cancellationToken).ConfigureAwait(false);
            return (isTooLong || overflow.Length + match.Before.Length > limit ? null : overflow + match.Before, match);
        }
        finally
        {
            _textBuffer.Overflow = null;
        }
    }

    /// <summary>Returns an exception with the end of the output.</summary>
    internal ExpectationFailedException CreateExpectationException(string message) =>
        new("its output", _exitCode, _history.GetScreen(Size.Rows), Transcript, message);

    private ExpectMatch? FindFirst(IReadOnlyList<ExpectPattern> alternatives, long searchedTo)
    {
        var text = _textBuffer.Text;
        var searched = (int)Math.Max(0, searchedTo - _textBuffer.DroppedCount);
        var (index, start, length) = (-1, int.MaxValue, 0);
        for (var i = 0; i < alternatives.Count; i++)
        {
            var (at, size) = alternatives[i].Find(text, searched);
            if (at >= 0 && at < start) (index, start, length) = (i, at, size);
        }

        if (index < 0) return null;
        var found = text.Slice(start, length).ToString();
        var match = new ExpectMatch(index, found, text[..start].ToString(), alternatives[index].Groups(text));
        _textBuffer.Drop(start + length);
        return match;
    }

    private ExpectMatch? MatchEnd(IReadOnlyList<ExpectPattern> alternatives)
    {
        for (var i = 0; i < alternatives.Count; i++)
        {
            if (!alternatives[i].IsEnd) continue;
            var rest = _textBuffer.Text.ToString();
            _textBuffer.Drop(rest.Length);
            return new ExpectMatch(i, "", rest, Match.Empty);
        }

        return null;
    }

    private async Task<ExpectationFailedException> CreateEndedExceptionAsync(
        IReadOnlyList<ExpectPattern> alternatives, CancellationToken cancellationToken)
    {
        var reason = "was detached";
        if (!_isDetached)
        {
            // The engine knows the exit code a moment after the output has ended. A process that only closed its
            // outputs has none.
            using var deadline = Deadline.Start(_exitDetectionTimeout, Time, cancellationToken);
            try
            {
                reason = "ended" + DescribeExitCode(await WaitAsync(deadline.Token).ConfigureAwait(false));
            }
            catch (OperationCanceledException e)
            {
                if (cancellationToken.IsCancellationRequested)
                    throw CreateCanceledException(alternatives, e, cancellationToken);
                reason = "closed its outputs or lost its connection, although it still runs,";
            }
        }

        return CreateExpectationException(alternatives, $"{_process.Name} {reason} before it showed {Describe(alternatives)}.", "");
    }

    private async Task<ExpectationFailedException> CreateTimeoutExceptionAsync(
        IReadOnlyList<ExpectPattern> alternatives, TimeSpan timeout)
    {
        var hint = await IsPausedAsync().ConfigureAwait(false) ? " The container is paused; unpause it." : "";
        return CreateExpectationException(
            alternatives,
            $"{_process.Name} did not show {Describe(alternatives)} within {timeout.TotalSeconds:0.###} s.{hint}",
            "\nSet a longer timeout if the process needs more time.");
    }

    private async Task<bool> IsPausedAsync()
    {
        using var deadline = Deadline.Start(_exitDetectionTimeout, Time);
        try
        {
            return (await Container.InspectAsync(deadline.Token).ConfigureAwait(false)).State == ContainerState.Paused;
        }
        catch (Exception e) when (e is ContainerKitException or OperationCanceledException)
        {
            // The inspect only adds to an error message, so its own failure is ignored.
            return false;
        }
    }

    private OperationCanceledException CreateCanceledException(
        IReadOnlyList<ExpectPattern> alternatives, Exception inner, CancellationToken cancellationToken) =>
        new($"Canceled while expecting {Describe(alternatives)} from {_process.Name}.", inner, cancellationToken);

    private ExpectationFailedException CreateExpectationException(
        IReadOnlyList<ExpectPattern> alternatives, string failure, string hint)
    {
        var screen = _history.GetScreen(IsTty ? Size.Rows : TerminalSize.Standard.Rows);
        return new ExpectationFailedException(Describe(alternatives), _exitCode, screen, Transcript,
            failure + (screen.Length == 0 ? " It has shown nothing." : ErrorText.Tail("The end of its output", screen)) + hint);
    }

    private static string Describe(IReadOnlyList<ExpectPattern> alternatives) => string.Join(" or ", alternatives);
}
