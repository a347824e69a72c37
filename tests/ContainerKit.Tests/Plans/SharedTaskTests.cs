using ContainerKit.Plans;

namespace ContainerKit.Tests.Plans;

public sealed class SharedTaskTests
{
    private readonly TaskCompletionSource<int> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _runs;

    [Fact(Timeout = 10_000)]
    public async Task Callers_of_a_shared_task_share_one_run()
    {
        var sharedTask = new SharedTask<int>(Work);

        Task<int>[] callers = [.. Enumerable.Range(0, 10).Select(_ => sharedTask.GetAsync(CancellationToken.None))];
        _result.SetResult(7);

        (await Task.WhenAll(callers)).Should().AllBeEquivalentTo(7);
        (await sharedTask.GetAsync(CancellationToken.None)).Should().Be(7);
        _runs.Should().Be(1);
    }

    [Fact(Timeout = 10_000)]
    public async Task A_failure_of_a_shared_task_reaches_its_caller_and_is_not_cached()
    {
        var sharedTask = new SharedTask<int>(_ => Interlocked.Increment(ref _runs) == 1
            ? Task.FromException<int>(new IOException("once")) : Task.FromResult(7));

        await FluentActions.Awaiting(() => sharedTask.GetAsync(CancellationToken.None)).Should().ThrowAsync<IOException>();

        (await sharedTask.GetAsync(CancellationToken.None)).Should().Be(7);
    }

    [Fact(Timeout = 10_000)]
    public async Task Canceling_one_of_several_callers_does_not_cancel_the_shared_task()
    {
        using var cancellation = new CancellationTokenSource();
        var sharedTask = new SharedTask<int>(Work);
        var (waiting, canceled) = (sharedTask.GetAsync(CancellationToken.None), sharedTask.GetAsync(cancellation.Token));

        await cancellation.CancelAsync();

        (await FluentActions.Awaiting(() => canceled).Should().ThrowAsync<OperationCanceledException>())
            .Which.CancellationToken.Should().Be(cancellation.Token);
        _result.SetResult(7);
        (await waiting).Should().Be(7);
        _runs.Should().Be(1);
    }

    [Fact(Timeout = 10_000)]
    public async Task Canceling_the_last_caller_of_a_shared_task_stops_it_and_waits_for_its_cleanup()
    {
        using var cancellation = new CancellationTokenSource();
        var cleanedUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var sharedTask = new SharedTask<int>(async token =>
        {
            await Task.Delay(Timeout.Infinite, token).ContinueWith(_ => stopping.SetResult(), TaskScheduler.Default);
            await cleanedUp.Task;
            throw new OperationCanceledException(token);
        });
        Task<int>[] callers = [sharedTask.GetAsync(cancellation.Token), sharedTask.GetAsync(cancellation.Token)];

        await cancellation.CancelAsync();
        await stopping.Task;
        callers.Should().Contain(caller => !caller.IsCompleted, "the last caller waits for the cleanup");
        cleanedUp.SetResult();

        foreach (var caller in callers)
            (await FluentActions.Awaiting(() => caller).Should().ThrowAsync<OperationCanceledException>())
                .Which.CancellationToken.Should().Be(cancellation.Token);
    }

    [Fact(Timeout = 10_000)]
    public async Task A_shared_task_that_all_callers_canceled_runs_again_for_the_next_caller()
    {
        using var cancellation = new CancellationTokenSource();
        var sharedTask = new SharedTask<int>(Work);
        var first = sharedTask.GetAsync(cancellation.Token);
        await _started.Task;
        await cancellation.CancelAsync();
        await FluentActions.Awaiting(() => first).Should().ThrowAsync<OperationCanceledException>();

        var second = sharedTask.GetAsync(CancellationToken.None);
        _result.SetResult(7);

        (await second).Should().Be(7);
        _runs.Should().Be(2);
    }

    [Fact(Timeout = 10_000)]
    public async Task The_last_canceled_caller_of_a_shared_task_gets_a_result_that_could_not_be_canceled()
    {
        using var cancellation = new CancellationTokenSource();
        var sharedTask = new SharedTask<int>(_ =>
        {
            Interlocked.Increment(ref _runs);
            _started.TrySetResult();
            return _result.Task;
        });
        Task<int>[] callers = [sharedTask.GetAsync(cancellation.Token), sharedTask.GetAsync(cancellation.Token)];
        await _started.Task;

        await cancellation.CancelAsync();
        _result.SetResult(7);

        await Task.WhenAll(callers).ContinueWith(_ => { }, TaskScheduler.Default);
        (await callers.Should().ContainSingle(caller => caller.IsCompletedSuccessfully).Which).Should().Be(7);
        callers.Should().ContainSingle(caller => caller.IsCanceled);
        (await sharedTask.GetAsync(CancellationToken.None)).Should().Be(7);
        _runs.Should().Be(1);
    }

    [Fact(Timeout = 10_000)]
    public async Task A_caller_that_cancels_at_the_moment_of_success_gets_the_result_of_a_shared_task()
    {
        // Canceled after the work has completed and before its caller observes the result.
        using var cancellation = new CancellationTokenSource();
        var sharedTask = new SharedTask<int>(async _ =>
        {
            await cancellation.CancelAsync();
            return 7;
        });

        (await sharedTask.GetAsync(cancellation.Token)).Should().Be(7);
    }

    [Fact(Timeout = 10_000)]
    public async Task A_caller_that_is_already_canceled_does_not_start_a_shared_task()
    {
        var sharedTask = new SharedTask<int>(Work);

        await FluentActions.Awaiting(() => sharedTask.GetAsync(new CancellationToken(canceled: true)))
            .Should().ThrowAsync<OperationCanceledException>();

        _runs.Should().Be(0);
    }

    private Task<int> Work(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _runs);
        _started.TrySetResult();
        return _result.Task.WaitAsync(cancellationToken);
    }
}
