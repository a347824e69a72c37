using ContainerKit.Diagnostics;
using FluentAssertions;
using FluentAssertions.Execution;
using FluentAssertions.Primitives;

namespace ContainerKit.Assertions;

/// <summary>How a process should have ended, and what it should have written. A failure tells the command, the exit code and the end of both outputs.</summary>
public sealed class ProcessResultAssertions : ReferenceTypeAssertions<ProcessResult, ProcessResultAssertions>
{
    internal ProcessResultAssertions(ProcessResult subject)
        : base(subject)
    {
    }

    /// <inheritdoc/>
    protected override string Identifier => "result";

    /// <summary>It ended with exit code 0.</summary>
    public AndConstraint<ProcessResultAssertions> Succeed(string because = "", params object[] becauseArgs) =>
        Check(Subject?.ExitCode == 0, "to succeed", because, becauseArgs);

    /// <summary>It ended with another exit code than 0.</summary>
    public AndConstraint<ProcessResultAssertions> Fail(string because = "", params object[] becauseArgs) =>
        Check(Subject is { ExitCode: not 0 }, "to fail", because, becauseArgs);

    /// <summary>It ended with this exit code.</summary>
    public AndConstraint<ProcessResultAssertions> HaveExitCode(int exitCode, string because = "", params object[] becauseArgs) =>
        Check(Subject?.ExitCode == exitCode, $"to end with exit code {exitCode}", because, becauseArgs);

    /// <summary>It wrote this to standard output and nothing else, but for one line end that neither needs.</summary>
    public AndConstraint<ProcessResultAssertions> HaveOutput(string output, string because = "", params object[] becauseArgs)
    {
        ArgumentNullException.ThrowIfNull(output);
        return Check(Subject is not null && WithoutEnd(Subject.Stdout) == WithoutEnd(output), $"to write '{output}'", because, becauseArgs);
    }

    /// <summary>What it wrote to standard output contains this.</summary>
    public AndConstraint<ProcessResultAssertions> HaveOutputContaining(string part, string because = "", params object[] becauseArgs)
    {
        ArgumentException.ThrowIfNullOrEmpty(part);
        return Check(Subject?.Stdout.Contains(part, StringComparison.Ordinal) == true, $"to write something with '{part}'", because, becauseArgs);
    }

    /// <summary>What it wrote to standard error contains this.</summary>
    public AndConstraint<ProcessResultAssertions> HaveErrorOutputContaining(string part, string because = "", params object[] becauseArgs)
    {
        ArgumentException.ThrowIfNullOrEmpty(part);
        return Check(Subject?.Stderr.Contains(part, StringComparison.Ordinal) == true, $"to write something with '{part}' to standard error", because, becauseArgs);
    }

    /// <summary>It wrote nothing to standard error.</summary>
    public AndConstraint<ProcessResultAssertions> HaveNoErrorOutput(string because = "", params object[] becauseArgs) =>
        Check(Subject?.Stderr.Length == 0, "to write nothing to standard error", because, becauseArgs);

    private AndConstraint<ProcessResultAssertions> Check(bool holds, string expectation, string because, object[] becauseArgs)
    {
        if (!holds) Execute.Assertion.BecauseOf(because, becauseArgs).FailWith(AssertionMessage.Of("the result", expectation, Subject is null ? "there is none." : Found()));
        return new AndConstraint<ProcessResultAssertions>(this);
    }

    private string Found() => $"found {Subject}." + ErrorText.Tail("stdout", Subject.Stdout) + ErrorText.Tail("stderr", Subject.Stderr);

    private static string WithoutEnd(string text) => text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
}
