using ContainerKit.Cleanup;
using ContainerKit.Plans;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Plans;

/// <summary>A look at what a failed chain has made, before that goes: it tells more of the error, and never takes its place.</summary>
public sealed class FailureHookTests : ProtocolTest
{
    [Fact(Timeout = 30_000)]
    public async Task A_failure_hook_that_throws_does_not_replace_the_first_error()
    {
        var chain = RunAsync(Broken(), (_, _, _) => throw new IOException("no look"));

        await FluentActions.Awaiting(() => chain).Should().ThrowAsync<InvalidDataException>();

        Script.Requests[^1].ToString().Should().Be($"DELETE /containers/{HealthyEngine.ContainerId}");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_exception_from_the_failure_hook_names_the_failed_step()
    {
        var chain = RunAsync(Broken(), (error, _, _) => Task.FromResult<Exception>(new ImageNotFoundException("app", "Told.", error)));

        var told = (await FluentActions.Awaiting(() => chain).Should().ThrowAsync<ImageNotFoundException>()).Which;

        told.Step.Should().Be("do");
        told.RemovedResources.Should().ContainSingle();
    }

    [Fact(Timeout = 30_000)]
    public async Task An_exception_from_the_failure_hook_names_the_step_of_the_first_failed_branch()
    {
        var isAtWork = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var slow = Run("sleep").Select(async (_, token) =>
        {
            isAtWork.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            return 7;
        });
        var broken = Run("sleep").Do(async (_, token) =>
        {
            await isAtWork.Task.WaitAsync(token);
            throw new InvalidDataException("no such column");
        });

        var chain = RunAsync(Plan.All(slow, broken.Select(_ => 7)), (error, _, _) => Task.FromResult<Exception>(new ImageNotFoundException("app", "Told.", error)));

        (await FluentActions.Awaiting(() => chain).Should().ThrowAsync<ImageNotFoundException>()).Which.Step.Should().Be("do");
    }

    [Fact(Timeout = 30_000)]
    public async Task The_failure_hook_receives_the_cancellation_token_of_the_plan()
    {
        using var caller = new CancellationTokenSource();
        CancellationToken given = default;
        var chain = RunAsync(Broken(), (error, _, token) =>
        {
            given = token;
            return Task.FromResult(error);
        }, caller.Token);

        await FluentActions.Awaiting(() => chain).Should().ThrowAsync<InvalidDataException>();

        given.Should().Be(caller.Token);
    }

    private ContainerPlan Broken() => Run("sleep").Do((_, _) => throw new InvalidDataException("no such column"));

    private Task<T> RunAsync<T>(Plan<T> plan, Func<Exception, IReadOnlyList<TrackedResource>, CancellationToken, Task<Exception>> examine) => RunAsync(plan, examine, Token);

    private Task<T> RunAsync<T>(Plan<T> plan, Func<Exception, IReadOnlyList<TrackedResource>, CancellationToken, Task<Exception>> examine, CancellationToken token) =>
        PlanRunner.RunAsync(plan.Step, plan.Options with { Engine = Engine, OnFailureAsync = examine }, token);
}
