using ContainerKit.Plans;

namespace ContainerKit.Tests.Plans;

public sealed class SharedTaskTests
{
    private readonly TaskCompletionSource<int> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _runs;

    [Fact(Timeout = 10_000)]
    public async Task All_who_ask_share_one_run()
    {
        var memo = new SharedTask<int>(Work);

        Task<int>[] askers = [.. Enumerable.Range(0, 10).Select(_ => memo.GetAsync(CancellationToken.None))];
        _result.SetResult(7);

        (await Task.WhenAll(askers)).Should().AllBeEquivalentTo(7);
        (await memo.GetAsync(CancellationToken.None)).Should().Be(7);
        _runs.Should().Be(1);
    }

    [Fact(Timeout = 10_000)]
    public async Task A_failure_reaches_all_who_wait_and_is_not_kept()
    {
        var memo = new SharedTask<int>(_ => Interlocked.Increment(ref _runs) == 1 ? Task.FromException<int>(new IOException("once")) : Task.FromResult(7));

        await FluentActions.Awaiting(() => memo.GetAsync(CancellationToken.None)).Should().ThrowAsync<IOException>();

        (await memo.GetAsync(CancellationToken.None)).Should().Be(7);
    }

    [Fact(Timeout = 10_000)]
    public async Task One_of_several_gives_up_alone()
    {
        using var cancelled = new CancellationTokenSource();
        var memo = new SharedTask<int>(Work);
        var (patient, impatient) = (memo.GetAsync(CancellationToken.None), memo.GetAsync(cancelled.Token));

        await cancelled.CancelAsync();

        (await FluentActions.Awaiting(() => impatient).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancelled.Token);
        _result.SetResult(7);
        (await patient).Should().Be(7);
        _runs.Should().Be(1);
    }

    [Fact(Timeout = 10_000)]
    public async Task The_last_to_give_up_stops_the_work_and_waits_for_its_clean_up()
    {
        using var cancelled = new CancellationTokenSource();
        var cleanedUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var memo = new SharedTask<int>(async token =>
        {
            await Task.Delay(Timeout.Infinite, token).ContinueWith(_ => stopping.SetResult(), TaskScheduler.Default);
            await cleanedUp.Task;
            throw new OperationCanceledException(token);
        });
        Task<int>[] askers = [memo.GetAsync(cancelled.Token), memo.GetAsync(cancelled.Token)];

        await cancelled.CancelAsync();
        await stopping.Task;
        askers.Should().Contain(asker => !asker.IsCompleted, "somebody waits for the clean-up");
        cleanedUp.SetResult();

        foreach (var asker in askers)
            (await FluentActions.Awaiting(() => asker).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancelled.Token);
    }

    [Fact(Timeout = 10_000)]
    public async Task Who_asks_after_the_work_was_abandoned_begins_anew()
    {
        using var cancelled = new CancellationTokenSource();
        var memo = new SharedTask<int>(Work);
        var first = memo.GetAsync(cancelled.Token);
        await _begun.Task;
        await cancelled.CancelAsync();
        await FluentActions.Awaiting(() => first).Should().ThrowAsync<OperationCanceledException>();

        var second = memo.GetAsync(CancellationToken.None);
        _result.SetResult(7);

        (await second).Should().Be(7);
        _runs.Should().Be(2);
    }

    [Fact(Timeout = 10_000)]
    public async Task The_last_to_give_up_owns_what_could_not_be_cancelled_any_more()
    {
        using var cancelled = new CancellationTokenSource();
        var memo = new SharedTask<int>(_ =>
        {
            Interlocked.Increment(ref _runs);
            _begun.TrySetResult();
            return _result.Task;
        });
        Task<int>[] askers = [memo.GetAsync(cancelled.Token), memo.GetAsync(cancelled.Token)];
        await _begun.Task;

        await cancelled.CancelAsync();
        _result.SetResult(7);

        await Task.WhenAll(askers).ContinueWith(_ => { }, TaskScheduler.Default);
        (await askers.Should().ContainSingle(asker => asker.IsCompletedSuccessfully).Which).Should().Be(7);
        askers.Should().ContainSingle(asker => asker.IsCanceled);
        (await memo.GetAsync(CancellationToken.None)).Should().Be(7);
        _runs.Should().Be(1);
    }

    [Fact(Timeout = 10_000)]
    public async Task Who_gives_up_alone_in_the_moment_of_the_success_owns_the_result()
    {
        // Fires after the work is done and before its end has come to who waits.
        using var cancelled = new CancellationTokenSource();
        var memo = new SharedTask<int>(async _ =>
        {
            await cancelled.CancelAsync();
            return 7;
        });

        (await memo.GetAsync(cancelled.Token)).Should().Be(7);
    }

    [Fact(Timeout = 10_000)]
    public async Task Who_has_given_up_already_starts_nothing()
    {
        var memo = new SharedTask<int>(Work);

        await FluentActions.Awaiting(() => memo.GetAsync(new CancellationToken(canceled: true))).Should().ThrowAsync<OperationCanceledException>();

        _runs.Should().Be(0);
    }

    private Task<int> Work(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _runs);
        _begun.TrySetResult();
        return _result.Task.WaitAsync(cancellationToken);
    }
}
