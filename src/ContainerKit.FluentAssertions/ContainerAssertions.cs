using System.Text.RegularExpressions;
using FluentAssertions;
using FluentAssertions.Execution;
using FluentAssertions.Primitives;

namespace ContainerKit.Assertions;

/// <summary>
/// What a container should be and have done at this moment; for what it is to become, wait: <see cref="Container.WaitForAsync(Wait, CancellationToken)"/>. A failure
/// tells the container's state and the end of its log.
/// </summary>
public sealed class ContainerAssertions : ReferenceTypeAssertions<Container, ContainerAssertions>
{
    internal ContainerAssertions(Container subject)
        : base(subject)
    {
    }

    /// <inheritdoc/>
    protected override string Identifier => "container";

    /// <summary>It is on the engine, running or not.</summary>
    /// <remarks>Engine API: <c>GET /containers/{id}/json</c>.</remarks>
    public Task<AndConstraint<ContainerAssertions>> ExistAsync(string because = "", params object[] becauseArgs) =>
        CheckAsync(look => look.Details is not null, "to exist", because, becauseArgs);

    /// <summary>It is not on the engine any more.</summary>
    /// <inheritdoc cref="ExistAsync"/>
    public Task<AndConstraint<ContainerAssertions>> NotExistAsync(string because = "", params object[] becauseArgs) =>
        CheckAsync(look => look.Details is null, "not to exist", because, becauseArgs);

    /// <summary>Its process runs, and is not paused.</summary>
    /// <inheritdoc cref="ExistAsync"/>
    public Task<AndConstraint<ContainerAssertions>> BeRunningAsync(string because = "", params object[] becauseArgs) =>
        CheckAsync(look => look.Details?.State == ContainerState.Running, "to be running", because, becauseArgs);

    /// <summary>It is in this state.</summary>
    /// <inheritdoc cref="ExistAsync"/>
    public Task<AndConstraint<ContainerAssertions>> BeInStateAsync(ContainerState state, string because = "", params object[] becauseArgs) =>
        CheckAsync(look => look.Details?.State == state, $"to be in the state {state}", because, becauseArgs);

    /// <summary>Its health check says that it is healthy.</summary>
    /// <inheritdoc cref="ExistAsync"/>
    public Task<AndConstraint<ContainerAssertions>> BeHealthyAsync(string because = "", params object[] becauseArgs) =>
        CheckAsync(look => look.Details?.Health?.Status == HealthStatus.Healthy, "to be healthy", because, becauseArgs);

    /// <summary>Its process has ended with this exit code.</summary>
    /// <inheritdoc cref="ExistAsync"/>
    public Task<AndConstraint<ContainerAssertions>> HaveExitedWithAsync(int exitCode, string because = "", params object[] becauseArgs) =>
        CheckAsync(look => look.Details is { State: ContainerState.Exited } details && details.ExitCode == exitCode, $"to have exited with {exitCode}", because, becauseArgs);

    /// <summary>A line of its log contains this.</summary>
    /// <remarks>Engine API: <c>GET /containers/{id}/logs</c>.</remarks>
    public Task<AndConstraint<ContainerAssertions>> HaveLoggedAsync(string text, string because = "", params object[] becauseArgs)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return CheckLogAsync(line => line.Contains(text, StringComparison.Ordinal), true, $"to have logged '{text}'", because, becauseArgs);
    }

    /// <summary>A line of its log matches this.</summary>
    /// <inheritdoc cref="HaveLoggedAsync(string, string, object[])"/>
    public Task<AndConstraint<ContainerAssertions>> HaveLoggedAsync(Regex pattern, string because = "", params object[] becauseArgs)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return CheckLogAsync(pattern.IsMatch, true, $"to have logged a match of {pattern}", because, becauseArgs);
    }

    /// <summary>No line of its log contains this.</summary>
    /// <inheritdoc cref="HaveLoggedAsync(string, string, object[])"/>
    public Task<AndConstraint<ContainerAssertions>> NotHaveLoggedAsync(string text, string because = "", params object[] becauseArgs)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return CheckLogAsync(line => line.Contains(text, StringComparison.Ordinal), false, $"not to have logged '{text}'", because, becauseArgs);
    }

    private async Task<AndConstraint<ContainerAssertions>> CheckAsync(Func<ContainerStateReader, bool> holds, string expectation, string because, object[] becauseArgs)
    {
        if (Subject is null) return Fail("a container", expectation, "there is none.", because, becauseArgs);
        var look = await ContainerStateReader.CaptureAsync(Subject).ConfigureAwait(false);
        return holds(look) ? new AndConstraint<ContainerAssertions>(this)
            : Fail($"container {Subject}", expectation, await look.DescribeAsync().ConfigureAwait(false), because, becauseArgs);
    }

    private async Task<AndConstraint<ContainerAssertions>> CheckLogAsync(Func<string, bool> isIt, bool wanted, string expectation, string because, object[] becauseArgs)
    {
        if (Subject is null) return Fail("a container", expectation, "there is none.", because, becauseArgs);
        var isFound = false;
        try
        {
            await foreach (var line in Subject.LogsAsync().ConfigureAwait(false))
            {
                if (isFound = isIt(line.Text)) break;
            }
        }
        catch (ContainerNotFoundException)
        {
            return Fail($"container {Subject}", expectation, "the engine has no such container any more.", because, becauseArgs);
        }

        if (isFound == wanted) return new AndConstraint<ContainerAssertions>(this);
        var look = await ContainerStateReader.CaptureAsync(Subject).ConfigureAwait(false);
        return Fail($"container {Subject}", expectation, await look.DescribeAsync().ConfigureAwait(false), because, becauseArgs);
    }

    private AndConstraint<ContainerAssertions> Fail(string subject, string expectation, string found, string because, object[] becauseArgs)
    {
        Execute.Assertion.BecauseOf(because, becauseArgs).FailWith(AssertionMessage.Of(subject, expectation, found));
        return new AndConstraint<ContainerAssertions>(this);
    }
}
