namespace ContainerKit.Assertions;

/// <summary>
/// Assertions on the exit code and the output of a process. A failure reports the command, the exit code and the end of
/// both outputs.
/// </summary>
public sealed class ProcessResultAssertions : ReferenceTypeAssertions<ProcessResult, ProcessResultAssertions>
{
    internal ProcessResultAssertions(ProcessResult subject)
#if AWESOME_ASSERTIONS
        : base(subject, AssertionChain.GetOrCreate())
#else
        : base(subject)
#endif
    {
    }

    /// <inheritdoc/>
    protected override string Identifier => "result";

    /// <summary>Asserts that the process exited with exit code 0.</summary>
    public AndConstraint<ProcessResultAssertions> Succeed(string because = "", params object[] becauseArgs) =>
        Check(Subject?.ExitCode == 0, "to succeed", because, becauseArgs);

    /// <summary>Asserts that the process exited with an exit code other than 0.</summary>
    public AndConstraint<ProcessResultAssertions> Fail(string because = "", params object[] becauseArgs) =>
        Check(Subject is { ExitCode: not 0 }, "to fail", because, becauseArgs);

    /// <summary>Asserts that the process exited with this exit code.</summary>
    public AndConstraint<ProcessResultAssertions> HaveExitCode(int exitCode, string because = "", params object[] becauseArgs) =>
        Check(Subject?.ExitCode == exitCode, $"to have exit code {exitCode}", because, becauseArgs);

    /// <summary>
    /// Asserts that the process wrote exactly this to standard output. A single line break at the end is ignored on
    /// both sides.
    /// </summary>
    public AndConstraint<ProcessResultAssertions> HaveOutput(string output, string because = "", params object[] becauseArgs)
    {
        ArgumentNullException.ThrowIfNull(output);
        return Check(
            Subject is not null && TrimLineBreak(Subject.Stdout) == TrimLineBreak(output), $"to write '{output}'", because, becauseArgs);
    }

    /// <summary>Asserts that the standard output of the process contains this text.</summary>
    public AndConstraint<ProcessResultAssertions> HaveOutputContaining(string part, string because = "", params object[] becauseArgs)
    {
        ArgumentException.ThrowIfNullOrEmpty(part);
        return Check(
            Subject?.Stdout.Contains(part, StringComparison.Ordinal) == true, $"to write output containing '{part}'", because, becauseArgs);
    }

    /// <summary>Asserts that the standard error of the process contains this text.</summary>
    public AndConstraint<ProcessResultAssertions> HaveErrorOutputContaining(string part, string because = "", params object[] becauseArgs)
    {
        ArgumentException.ThrowIfNullOrEmpty(part);
        return Check(
            Subject?.Stderr.Contains(part, StringComparison.Ordinal) == true,
            $"to write standard error containing '{part}'",
            because,
            becauseArgs);
    }

    /// <summary>Asserts that the process wrote nothing to standard error.</summary>
    public AndConstraint<ProcessResultAssertions> HaveNoErrorOutput(string because = "", params object[] becauseArgs) =>
        Check(Subject?.Stderr.Length == 0, "to write nothing to standard error", because, becauseArgs);

    private AndConstraint<ProcessResultAssertions> Check(bool condition, string expectation, string because, object[] becauseArgs)
    {
        if (!condition)
        {
            var found = Subject is null ? AssertionFailure.FoundNull : $"found {Subject.Describe()}";
            AssertionFailure.Report("the result", expectation, found, because, becauseArgs);
        }

        return new AndConstraint<ProcessResultAssertions>(this);
    }

    private static string TrimLineBreak(string text) =>
        text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
}
