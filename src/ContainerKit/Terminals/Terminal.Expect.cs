using System.Text.RegularExpressions;
using ContainerKit.Diagnostics;

namespace ContainerKit;

public sealed partial class Terminal
{
    /// <summary>Reads until a text comes, for at most <see cref="TerminalOptions.ExpectTimeout"/>.</summary>
    /// <inheritdoc cref="ExpectAnyAsync(IReadOnlyList{ExpectPattern}, TimeSpan, CancellationToken)"/>
    public Task<ExpectMatch> ExpectAsync(string text, CancellationToken cancellationToken = default) => ExpectAsync(text, Options.ExpectTimeout, cancellationToken);

    /// <summary>Reads until a text comes.</summary>
    /// <inheritdoc cref="ExpectAnyAsync(IReadOnlyList{ExpectPattern}, TimeSpan, CancellationToken)"/>
    public Task<ExpectMatch> ExpectAsync(string text, TimeSpan timeout, CancellationToken cancellationToken = default) => ExpectAnyAsync([text], timeout, cancellationToken);

    /// <summary>Reads until a regular expression matches, for at most <see cref="TerminalOptions.ExpectTimeout"/>.</summary>
    /// <inheritdoc cref="ExpectAnyAsync(IReadOnlyList{ExpectPattern}, TimeSpan, CancellationToken)"/>
    public Task<ExpectMatch> ExpectAsync(Regex regex, CancellationToken cancellationToken = default) => ExpectAsync(regex, Options.ExpectTimeout, cancellationToken);

    /// <summary>Reads until a regular expression matches.</summary>
    /// <inheritdoc cref="ExpectAnyAsync(IReadOnlyList{ExpectPattern}, TimeSpan, CancellationToken)"/>
    public Task<ExpectMatch> ExpectAsync(Regex regex, TimeSpan timeout, CancellationToken cancellationToken = default) => ExpectAnyAsync([regex], timeout, cancellationToken);

    /// <summary>Reads until the end of the output, for at most <see cref="TerminalOptions.ExpectTimeout"/>.</summary>
    /// <inheritdoc cref="ExpectAnyAsync(IReadOnlyList{ExpectPattern}, TimeSpan, CancellationToken)"/>
    public Task<ExpectMatch> ExpectEndAsync(CancellationToken cancellationToken = default) => ExpectEndAsync(Options.ExpectTimeout, cancellationToken);

    /// <summary>Reads until the end of the output. <see cref="WaitAsync"/> then has the exit code.</summary>
    /// <inheritdoc cref="ExpectAnyAsync(IReadOnlyList{ExpectPattern}, TimeSpan, CancellationToken)"/>
    public Task<ExpectMatch> ExpectEndAsync(TimeSpan timeout, CancellationToken cancellationToken = default) => ExpectAnyAsync([ExpectPattern.End], timeout, cancellationToken);

    /// <summary>Reads until one of several comes, for at most <see cref="TerminalOptions.ExpectTimeout"/>.</summary>
    /// <inheritdoc cref="ExpectAnyAsync(IReadOnlyList{ExpectPattern}, TimeSpan, CancellationToken)"/>
    public Task<ExpectMatch> ExpectAnyAsync(IReadOnlyList<ExpectPattern> alternatives, CancellationToken cancellationToken = default) =>
        ExpectAnyAsync(alternatives, Options.ExpectTimeout, cancellationToken);

    /// <summary>
    /// Reads until one of several comes: the one that comes first in the output, and of those at the same place the first in the list. The next
    /// expectation begins after it. Each byte is read once. A match may reach over at most 32 Ki characters.
    /// </summary>
    /// <returns>What was matched, and what came before it.</returns>
    /// <exception cref="ExpectationFailedException">The time was up, or the output ended first.</exception>
    /// <exception cref="InvalidOperationException">The output is being read already.</exception>
    /// <exception cref="ContainerKitException">The session broke off: the engine was lost, or the container removed.</exception>
    public async Task<ExpectMatch> ExpectAnyAsync(IReadOnlyList<ExpectPattern> alternatives, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(alternatives);
        if (alternatives.Count == 0 || alternatives.Any(alternative => alternative is null)) throw new ArgumentException("Expect at least one thing, and no null.", nameof(alternatives));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        cancellationToken.ThrowIfCancellationRequested();
        using var reading = _output.AcquireReader(null);
        using var limit = new CancellationTokenSource(timeout, Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var searchedTo = 0L;
        while (true)
        {
            var (isComplete, change) = _output.Access(_textBuffer.Fill);
            if (isComplete) _textBuffer.Finish();
            if (FindFirst(alternatives, searchedTo) is { } met) return met;
            searchedTo = _textBuffer.DroppedCount + _textBuffer.Text.Length;
            if (isComplete)
            {
                _output.ThrowIfFailed();
                return MatchEnd(alternatives) ?? throw await CreateEndedExceptionAsync(alternatives, cancellationToken).ConfigureAwait(false);
            }

            try
            {
                // A process that writes without a pause has always changed something already.
                both.Token.ThrowIfCancellationRequested();
                await change.WaitAsync(both.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException e)
            {
                if (cancellationToken.IsCancellationRequested)
                    throw new OperationCanceledException($"Cancelled while expecting {Describe(alternatives)} of {_process.Name}.", e, cancellationToken);
                throw await CreateTimeoutExceptionAsync(alternatives, timeout).ConfigureAwait(false);
            }
        }
    }

    private ExpectMatch? FindFirst(IReadOnlyList<ExpectPattern> alternatives, long searchedTo)
    {
        var text = _textBuffer.Text;
        var searched = (int)Math.Max(0, searchedTo - _textBuffer.DroppedCount);
        var (which, first, length) = (-1, int.MaxValue, 0);
        for (var i = 0; i < alternatives.Count; i++)
        {
            var (at, size) = alternatives[i].Find(text, searched);
            if (at >= 0 && at < first) (which, first, length) = (i, at, size);
        }

        if (which < 0) return null;
        var found = text.Slice(first, length).ToString();
        var expectation = new ExpectMatch(which, found, text[..first].ToString(), alternatives[which].Groups(text));
        _textBuffer.Drop(first + length);
        return expectation;
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

    private async Task<ExpectationFailedException> CreateEndedExceptionAsync(IReadOnlyList<ExpectPattern> alternatives, CancellationToken cancellationToken)
    {
        var how = "was detached";
        if (!_isDetached)
        {
            // The engine knows the exit code a moment after the output's end. A process that only closed its outputs has none.
            using var moment = new CancellationTokenSource(_exitDetectionTimeout, Time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, moment.Token);
            try
            {
                how = "ended" + DescribeExitCode(await WaitAsync(both.Token).ConfigureAwait(false));
            }
            catch (OperationCanceledException e)
            {
                if (cancellationToken.IsCancellationRequested)
                    throw new OperationCanceledException($"Cancelled while expecting {Describe(alternatives)} of {_process.Name}.", e, cancellationToken);
                how = "wrote its last, though it still runs: it closed its outputs, or something in between cut the connection";
            }
        }

        return CreateExpectationException(alternatives, $"{_process.Name} {how} before it showed {Describe(alternatives)}.", "");
    }

    private async Task<ExpectationFailedException> CreateTimeoutExceptionAsync(IReadOnlyList<ExpectPattern> alternatives, TimeSpan timeout)
    {
        var state = await IsPausedAsync().ConfigureAwait(false) ? " The container is paused: unpause it." : "";
        return CreateExpectationException(alternatives, $"{_process.Name} did not show {Describe(alternatives)} within {timeout.TotalSeconds:0.###} s.{state}",
            "\nGive the expectation more time where it needs longer.");
    }

    private async Task<bool> IsPausedAsync()
    {
        using var moment = new CancellationTokenSource(_exitDetectionTimeout, Time);
        try
        {
            return (await Container.InspectAsync(moment.Token).ConfigureAwait(false)).State == ContainerState.Paused;
        }
        catch (Exception e) when (e is ContainerKitException or OperationCanceledException)
        {
            // This was to explain an error, and must not replace it.
            return false;
        }
    }

    private ExpectationFailedException CreateExpectationException(IReadOnlyList<ExpectPattern> alternatives, string what, string advice)
    {
        var screen = _history.GetScreen(IsTty ? Size.Rows : TerminalSize.Standard.Rows);
        return new ExpectationFailedException(Describe(alternatives), _exitCode, screen, Transcript,
            what + (screen.Length == 0 ? " It has shown nothing." : ErrorText.Tail("The last of its screen", screen)) + advice);
    }

    private static string Describe(IReadOnlyList<ExpectPattern> alternatives) => string.Join(" or ", alternatives);
}
