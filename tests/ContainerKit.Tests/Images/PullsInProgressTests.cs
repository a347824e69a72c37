using ContainerKit.Images;

namespace ContainerKit.Tests.Images;

public sealed class PullsInProgressTests
{
    private readonly PullsInProgress _pulls = new();
    private readonly TaskCompletionSource _first = new();
    private int _started;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 3)]
    public async Task Pull_waits_for_another_one_and_runs_only_if_that_is_not_sufficient(bool isOtherSufficient, int expected)
    {
        var pulls = StartAll(isOtherSufficient);
        _started.Should().Be(1);

        _first.SetResult();
        await Task.WhenAll(pulls);

        _started.Should().Be(expected);
    }

    [Fact]
    public async Task Waiting_pulls_run_after_a_failure()
    {
        var pulls = StartAll(isOtherSufficient: true);

        _first.SetException(new IOException("lost"));

        await FluentActions.Awaiting(() => pulls[0]).Should().ThrowAsync<IOException>();
        await Task.WhenAll(pulls[1..]);
        _started.Should().Be(3);
    }

    [Fact]
    public async Task Waiting_pull_takes_the_place_of_a_canceled_one()
    {
        var pulls = StartAll(isOtherSufficient: true, count: 2);

        _first.SetCanceled(new CancellationToken(canceled: true));

        await FluentActions.Awaiting(() => pulls[0]).Should().ThrowAsync<OperationCanceledException>();
        await pulls[1];
        _started.Should().Be(2);
    }

    [Fact]
    public async Task Waiting_can_be_canceled()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var first = _pulls.RunAsync("redis", true, StartPull, Token);
        var second = _pulls.RunAsync("redis", true, StartPull, cancellation.Token);

        await cancellation.CancelAsync();

        await FluentActions.Awaiting(() => second).Should().ThrowAsync<OperationCanceledException>();
        _first.SetResult();
        await first;
        _started.Should().Be(1);
    }

    [Fact]
    public async Task Pulls_of_different_images_run_at_the_same_time()
    {
        var first = _pulls.RunAsync("redis", true, StartPull, Token);
        await _pulls.RunAsync("redis linux/arm64", true, StartPull, Token);
        _started.Should().Be(2);
        _first.SetResult();
        await first;

        await _pulls.RunAsync("redis", true, StartPull, Token);

        _started.Should().Be(3, "the first pull is not in progress any more");
    }

    private Task[] StartAll(bool isOtherSufficient, int count = 3) =>
        [.. Enumerable.Range(0, count).Select(_ => _pulls.RunAsync("redis", isOtherSufficient, StartPull, Token))];

    // The first pull ends when a test says so.
    private Task StartPull() => Interlocked.Increment(ref _started) == 1 ? _first.Task : Task.CompletedTask;
}
