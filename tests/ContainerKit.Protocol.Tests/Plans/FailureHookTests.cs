using ContainerKit.Cleanup;
using ContainerKit.Plans;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Plans;

/// <summary>The hook that runs when a plan fails, before its resources are removed. It may replace the exception.</summary>
public sealed class FailureHookTests : ProtocolTest
{
    [Fact(Timeout = 30_000)]
    public async Task A_failure_hook_that_throws_does_not_replace_the_first_error()
    {
        var run = RunAsync(FailingPlan(), (_, _, _) => throw new IOException("the hook failed"));

        await FluentActions.Awaiting(() => run).Should().ThrowAsync<InvalidDataException>();

        Script.Requests[^1].ToString().Should().Be($"DELETE /containers/{HealthyEngine.ContainerId}");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_exception_from_the_failure_hook_names_the_failed_step()
    {
        var run = RunAsync(FailingPlan(), (error, _, _) =>
            Task.FromResult<Exception>(new ImageNotFoundException("app", "Replaced.", error)));

        var failure = (await FluentActions.Awaiting(() => run).Should().ThrowAsync<ImageNotFoundException>()).Which;

        failure.Step.Should().Be("do");
        failure.RemovedResources.Should().ContainSingle();
    }

    [Fact(Timeout = 30_000)]
    public async Task An_exception_from_the_failure_hook_names_the_step_of_the_first_failed_branch()
    {
        var isRunning = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var slow = Run("sleep").Select(async (_, token) =>
        {
            isRunning.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            return 7;
        });
        var failing = Run("sleep").Do(async (_, token) =>
        {
            await isRunning.Task.WaitAsync(token);
            throw new InvalidDataException("no such column");
        });

        var run = RunAsync(Plan.All(slow, failing.Select(_ => 7)), (error, _, _) =>
            Task.FromResult<Exception>(new ImageNotFoundException("app", "Replaced.", error)));

        (await FluentActions.Awaiting(() => run).Should().ThrowAsync<ImageNotFoundException>()).Which.Step.Should().Be("do");
    }

    [Fact(Timeout = 30_000)]
    public async Task The_failure_hook_receives_the_cancellation_token_of_the_plan()
    {
        using var caller = new CancellationTokenSource();
        CancellationToken received = default;
        var run = RunAsync(FailingPlan(), (error, _, token) =>
        {
            received = token;
            return Task.FromResult(error);
        }, caller.Token);

        await FluentActions.Awaiting(() => run).Should().ThrowAsync<InvalidDataException>();

        received.Should().Be(caller.Token);
    }

    private ContainerPlan FailingPlan() => Run("sleep").Do((_, _) => throw new InvalidDataException("no such column"));

    private Task<T> RunAsync<T>(
        Plan<T> plan,
        Func<Exception, IReadOnlyList<TrackedResource>, CancellationToken, Task<Exception>> onFailure,
        CancellationToken? token = null) =>
        PlanRunner.RunAsync(plan.Step, plan.Options with { Engine = Engine.ApiClient, OnFailureAsync = onFailure }, token ?? Token);
}
