namespace ContainerKit.Engine.Tests.EdgeCases;

/// <summary>Cancellation in every step: the exception has the token of the caller, and no resource remains.</summary>
public sealed class CancellationTests : EngineTest
{
    private ContainerPlan Sleeper => Image.Pull(Busybox).Run(Spec("sleep", "infinity"));

    [DockerFact]
    public async Task Canceled_pull_leaves_nothing()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var name = $"{TestRegistries.Open}/{Unique("pull")}:1";
        // The layer does not compress, so that the pull lasts long enough to be canceled.
        await Sleeper.Exec("dd", "if=/dev/urandom", "of=/big", "bs=1M", "count=50").Commit(name).Push();
        await DockerCli.GetOutputAsync("rmi", name);
        var progress = new ProgressRecorder(report =>
        {
            if (report.Kind == PlanProgressKind.Transfer) cancel.Cancel();
        });

        await ShouldCancelAsync(cancel, token => Image.Pull(name).Run(Spec("true")).WithProgress(progress).ExecuteAsync(token));

        (await ImagesAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Plan_with_a_canceled_token_runs_no_step()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        var progress = new ProgressRecorder();

        await ShouldCancelAsync(cancel, token => Sleeper.WithProgress(progress).ExecuteAsync(token));

        progress.All.Should().BeEmpty();
    }

    [DockerFact]
    public async Task Canceled_exec_step_leaves_nothing()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var exec = new ExecSpec("sh", "-c", "echo begun; exec sleep infinity") { OnLine = _ => cancel.Cancel() };

        await ShouldCancelAsync(cancel, token => Sleeper.Exec(exec).Commit(Unique("never")).ExecuteAsync(token));
    }

    [DockerFact]
    public async Task Canceled_capture_leaves_nothing()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var exec = new ExecSpec("sh", "-c", "echo begun; exec sleep infinity") { OnLine = _ => cancel.Cancel() };

        await ShouldCancelAsync(cancel, token => Sleeper.Capture(exec).ExecuteAsync(token));
    }

    [DockerFact]
    public async Task Canceled_read_of_the_output_leaves_nothing()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);

        await ShouldCancelAsync(cancel, async token =>
        {
            var running = Sleeper.Output().ExecuteAsync(token);
            await UntilAsync(async () => (await ContainersAsync("running")).Count == 1);
            await cancel.CancelAsync();
            await running;
        });
    }

    [DockerFact]
    public async Task Canceled_commit_leaves_nothing()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        // The file is large enough that the commit still runs when it is canceled.
        var plan = Sleeper.Exec("dd", "if=/dev/urandom", "of=/big", "bs=1M", "count=50").Do((_, _) =>
        {
            cancel.CancelAfter(100);
            return Task.CompletedTask;
        }).Commit(Unique("commit")).Do((_, token) => Task.Delay(Timeout.Infinite, token));

        await ShouldCancelAsync(cancel, plan.ExecuteAsync);
    }

    [DockerFact]
    public async Task Canceled_Do_callback_leaves_nothing()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var plan = Sleeper.Do(async (_, token) =>
        {
            await cancel.CancelAsync();
            token.ThrowIfCancellationRequested();
        });

        await ShouldCancelAsync(cancel, plan.ExecuteAsync);
    }

    [DockerFact]
    public async Task Run_canceled_at_any_moment_leaves_nothing()
    {
        for (var milliseconds = 0; milliseconds < 400; milliseconds += 40)
        {
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
            cancel.CancelAfter(milliseconds);
            try
            {
                await (await Sleeper.ExecuteAsync(cancel.Token)).DisposeAsync();
            }
            catch (OperationCanceledException e)
            {
                e.CancellationToken.Should().Be(cancel.Token);
            }

            (await ContainersAsync()).Should().BeEmpty("after {0} ms", milliseconds);
        }
    }

    [DockerFact]
    public async Task Plan_with_all_steps_canceled_at_any_moment_leaves_nothing()
    {
        var plan = Sleeper.Exec("touch", "/x").Commit(Unique("headline")).Tag(Unique("headline") + ":2");
        for (var milliseconds = 0; milliseconds < 800; milliseconds += 100)
        {
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
            cancel.CancelAfter(milliseconds);
            try
            {
                await (await plan.ExecuteAsync(cancel.Token)).RemoveAsync(Token);
                await (await Image.Local(Unique("headline"))).RemoveAsync(Token);
            }
            catch (OperationCanceledException e)
            {
                e.CancellationToken.Should().Be(cancel.Token);
            }

            (await ContainersAsync()).Should().BeEmpty("after {0} ms", milliseconds);
            (await ImagesAsync()).Should().BeEmpty("after {0} ms", milliseconds);
        }
    }

    private async Task ShouldCancelAsync(CancellationTokenSource cancel, Func<CancellationToken, Task> operation)
    {
        var canceled = await FluentActions.Awaiting(() => operation(cancel.Token))
            .Should().ThrowAsync<OperationCanceledException>();
        canceled.Which.CancellationToken.Should().Be(cancel.Token);
        (await ContainersAsync()).Should().BeEmpty();
        (await ImagesAsync()).Should().BeEmpty();
    }
}
