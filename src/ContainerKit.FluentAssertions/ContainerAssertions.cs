using System.Text.RegularExpressions;

namespace ContainerKit.Assertions;

/// <summary>
/// Assertions on a container at the time of the call. They do not wait for a state; for that, see
/// <see cref="Container.WaitForAsync(Wait, CancellationToken)"/>. A failure reports the container's state and the end
/// of its log.
/// </summary>
public sealed class ContainerAssertions : ReferenceTypeAssertions<Container, ContainerAssertions>
{
    internal ContainerAssertions(Container subject)
#if AWESOME_ASSERTIONS
        : base(subject, AssertionChain.GetOrCreate())
#else
        : base(subject)
#endif
    {
    }

    /// <inheritdoc/>
    protected override string Identifier => "container";

    /// <summary>Asserts that the container exists on the engine, running or not.</summary>
    /// <remarks>Engine API: <c>GET /containers/{id}/json</c>.</remarks>
    public Task<AndConstraint<ContainerAssertions>> ExistAsync(string because = "", params object[] becauseArgs) =>
        CheckAsync(state => state.Details is not null, "to exist", because, becauseArgs);

    /// <summary>Asserts that the container does not exist on the engine.</summary>
    /// <inheritdoc cref="ExistAsync"/>
    public Task<AndConstraint<ContainerAssertions>> NotExistAsync(string because = "", params object[] becauseArgs) =>
        CheckAsync(state => state.Details is null, "not to exist", because, becauseArgs);

    /// <summary>Asserts that the container's process is running and not paused.</summary>
    /// <inheritdoc cref="ExistAsync"/>
    public Task<AndConstraint<ContainerAssertions>> BeRunningAsync(string because = "", params object[] becauseArgs) =>
        CheckAsync(state => state.Details?.State == ContainerState.Running, "to be running", because, becauseArgs);

    /// <summary>Asserts that the container is in this state.</summary>
    /// <inheritdoc cref="ExistAsync"/>
    public Task<AndConstraint<ContainerAssertions>> BeInStateAsync(
        ContainerState state, string because = "", params object[] becauseArgs) =>
        CheckAsync(
            current => current.Details?.State == state,
            $"to be in the state {state.ToString().ToLowerInvariant()}",
            because,
            becauseArgs);

    /// <summary>Asserts that the container's health check reports healthy.</summary>
    /// <inheritdoc cref="ExistAsync"/>
    public Task<AndConstraint<ContainerAssertions>> BeHealthyAsync(string because = "", params object[] becauseArgs) =>
        CheckAsync(state => state.Details?.Health?.Status == HealthStatus.Healthy, "to be healthy", because, becauseArgs);

    /// <summary>Asserts that the container's process has exited with this exit code.</summary>
    /// <inheritdoc cref="ExistAsync"/>
    public Task<AndConstraint<ContainerAssertions>> HaveExitedWithAsync(int exitCode, string because = "", params object[] becauseArgs) =>
        CheckAsync(
            state => state.Details is { State: ContainerState.Exited } details && details.ExitCode == exitCode,
            $"to have exited with {exitCode}",
            because,
            becauseArgs);

    /// <summary>Asserts that a line of the container's log contains this text.</summary>
    /// <remarks>Engine API: <c>GET /containers/{id}/logs</c>.</remarks>
    public Task<AndConstraint<ContainerAssertions>> HaveLoggedAsync(string text, string because = "", params object[] becauseArgs)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return CheckLogAsync(
            line => line.Contains(text, StringComparison.Ordinal),
            shouldMatch: true,
            $"to have logged '{text}'",
            because,
            becauseArgs);
    }

    /// <summary>Asserts that a line of the container's log matches this pattern.</summary>
    /// <inheritdoc cref="HaveLoggedAsync(string, string, object[])"/>
    public Task<AndConstraint<ContainerAssertions>> HaveLoggedAsync(Regex pattern, string because = "", params object[] becauseArgs)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return CheckLogAsync(pattern.IsMatch, shouldMatch: true, $"to have logged a match of {pattern}", because, becauseArgs);
    }

    /// <summary>Asserts that no line of the container's log contains this text.</summary>
    /// <inheritdoc cref="HaveLoggedAsync(string, string, object[])"/>
    public Task<AndConstraint<ContainerAssertions>> NotHaveLoggedAsync(string text, string because = "", params object[] becauseArgs)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return CheckLogAsync(
            line => line.Contains(text, StringComparison.Ordinal),
            shouldMatch: false,
            $"not to have logged '{text}'",
            because,
            becauseArgs);
    }

    private async Task<AndConstraint<ContainerAssertions>> CheckAsync(
        Func<ContainerStateReader, bool> condition, string expectation, string because, object[] becauseArgs)
    {
        if (Subject is null) return Fail("a container", expectation, AssertionFailure.FoundNull, because, becauseArgs);
        var state = await ContainerStateReader.CaptureAsync(Subject).ConfigureAwait(false);
        return condition(state)
            ? new AndConstraint<ContainerAssertions>(this)
            : await FailAsync(state, expectation, because, becauseArgs).ConfigureAwait(false);
    }

    private async Task<AndConstraint<ContainerAssertions>> CheckLogAsync(
        Func<string, bool> isMatch, bool shouldMatch, string expectation, string because, object[] becauseArgs)
    {
        if (Subject is null) return Fail("a container", expectation, AssertionFailure.FoundNull, because, becauseArgs);
        var isFound = false;
        try
        {
            await foreach (var line in Subject.LogsAsync().ConfigureAwait(false))
            {
                if (isFound = isMatch(line.Text)) break;
            }
        }
        catch (ContainerNotFoundException)
        {
            return Fail($"container {Subject}", expectation, ContainerStateReader.NotFound, because, becauseArgs);
        }

        if (isFound == shouldMatch) return new AndConstraint<ContainerAssertions>(this);
        var state = await ContainerStateReader.CaptureAsync(Subject).ConfigureAwait(false);
        return await FailAsync(state, expectation, because, becauseArgs).ConfigureAwait(false);
    }

    private async Task<AndConstraint<ContainerAssertions>> FailAsync(
        ContainerStateReader state, string expectation, string because, object[] becauseArgs) =>
        Fail($"container {Subject}", expectation, await state.DescribeAsync().ConfigureAwait(false), because, becauseArgs);

    private AndConstraint<ContainerAssertions> Fail(string subject, string expectation, string found, string because, object[] becauseArgs)
    {
        AssertionFailure.Report(subject, expectation, found, because, becauseArgs);
        return new AndConstraint<ContainerAssertions>(this);
    }
}
