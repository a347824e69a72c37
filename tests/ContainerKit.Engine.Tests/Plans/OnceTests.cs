namespace ContainerKit.Engine.Tests.Plans;

/// <summary>Tests <c>Once</c>, which shares one run of a plan among its callers.</summary>
public sealed class OnceTests : EngineTest
{
    [DockerFact]
    public async Task Once_awaited_twice_returns_the_same_container()
    {
        var plan = Image.Pull(Busybox).Run(Spec("sleep", "infinity")).Once();

        await using var first = await plan;
        var second = await plan;

        second.Should().BeSameAs(first);
        (await ContainersAsync()).Should().ContainSingle();
    }

    [DockerFact]
    public async Task Once_awaited_from_several_threads_runs_one_time()
    {
        var plan = Image.Pull(Busybox).Run(Spec("sleep", "infinity")).Once();
        using var gate = new ManualResetEventSlim();

        var threads = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            gate.Wait(Token);
            return plan.ExecuteAsync(Token);
        })).ToArray();
        gate.Set();
        var containers = await Task.WhenAll(threads);

        await using var container = containers[0];
        containers.Distinct().Should().ContainSingle();
        (await ContainersAsync()).Should().ContainSingle();
    }

    [DockerFact]
    public async Task Once_does_not_cache_a_failure()
    {
        var attempts = 0;
        var plan = Image.Pull(Busybox).Run(Spec("sleep", "infinity"))
            .Do((_, _) => ++attempts == 1 ? throw new InvalidOperationException("not yet") : Task.CompletedTask)
            .Once();

        await FluentActions.Awaiting(() => plan.ExecuteAsync(Token)).Should().ThrowAsync<InvalidOperationException>();
        (await ContainersAsync()).Should().BeEmpty();
        await using var container = await plan;
        attempts.Should().Be(2);
    }

    [DockerFact]
    public async Task Once_continues_for_the_other_callers_when_one_of_them_cancels()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var started = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var plan = Image.Pull(Busybox).Run(Spec("sleep", "infinity"))
            .Do((_, _) =>
            {
                started.SetResult();
                return release.Task;
            })
            .Once();

        var (canceled, remaining) = (plan.ExecuteAsync(cancel.Token), plan.ExecuteAsync(Token));
        await started.Task;
        await cancel.CancelAsync();
        await FluentActions.Awaiting(() => canceled).Should().ThrowAsync<OperationCanceledException>();
        release.SetResult();

        await using var container = await remaining;
        (await ContainersAsync("running")).Should().Equal(container.Id);
    }
}
