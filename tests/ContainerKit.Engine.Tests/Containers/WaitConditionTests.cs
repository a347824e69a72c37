namespace ContainerKit.Engine.Tests.Containers;

/// <summary>Waits for the next exit and for the removal.</summary>
public sealed class WaitConditionTests : EngineTest
{
    [DockerFact]
    public async Task Waiting_for_the_next_exit_works_before_the_start()
    {
        await using var container = await Image.Pull(Busybox).Create(Spec("sh", "-c", "exit 5"));
        (await container.WaitAsync(Token)).Should().Be(0, "a container that was never started does not run");

        var waiting = container.WaitAsync(ExitCondition.NextExit, Token);
        await container.StartAsync(Token);

        // If the container exits before the engine receives the wait request, the wait needs another exit.
        while (await Task.WhenAny(waiting, Task.Delay(500, Token)) != waiting) await container.StartAsync(Token);
        (await waiting).Should().Be(5);
    }

    [DockerFact]
    [Requires(EngineFeature.RemovedExitCodes)]
    public async Task Waiting_for_the_removal_returns_the_exit_code()
    {
        var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", "exit 6"));
        await container.WaitAsync(Token);

        var waiting = container.WaitAsync(ExitCondition.Removed, Token);
        await Task.Delay(100, Token);
        waiting.IsCompleted.Should().BeFalse();
        await DockerCli.GetOutputAsync("rm", container.Id);

        // The wait either observes the removal, or its request arrives after it.
        try
        {
            (await waiting).Should().Be(6);
        }
        catch (ContainerNotFoundException e)
        {
            e.Message.Should().Contain(container.Name);
        }

        await FluentActions.Awaiting(() => container.WaitAsync(ExitCondition.Removed, Token))
            .Should().ThrowAsync<ContainerNotFoundException>();
    }

    [DockerFact]
    public async Task Waiting_for_the_removal_can_be_canceled()
    {
        await using var container = await SleeperAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var waiting = container.WaitAsync(ExitCondition.Removed, cancel.Token);
        await cancel.CancelAsync();

        (await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<OperationCanceledException>())
            .Which.CancellationToken.Should().Be(cancel.Token);
    }

    [DockerFact]
    public async Task Plan_waits_for_the_exit_and_continues()
    {
        await Image.Pull(Busybox).Run(Spec("sh", "-c", "echo data > /data")).WaitForExit().Commit(Unique("waited"));

        (await Image.Local(Unique("waited")).Run(Spec("cat", "/data")).Output()).Should().Be("data\n");
        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Plan_that_waits_for_a_failing_process_throws_RunFailed_with_its_output()
    {
        var failure = await FluentActions.Awaiting(() => Image.Pull(Busybox)
            .Run(Spec("sh", "-c", "echo why >&2; exit 3")).WaitForExit().Commit(Unique("never")).ExecuteAsync(Token))
            .Should().ThrowAsync<RunFailedException>();

        failure.Which.Result.Should().BeEquivalentTo(new { ExitCode = 3, Stderr = "why\n" });
        failure.Which.Step.Should().Be("wait for exit");
        (await ContainersAsync()).Should().BeEmpty();
        (await ImagesAsync()).Should().BeEmpty();
    }
}
