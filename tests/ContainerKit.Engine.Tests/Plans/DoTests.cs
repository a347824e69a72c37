namespace ContainerKit.Engine.Tests.Plans;

/// <summary>Tests <c>Do</c> on image and container plans.</summary>
public sealed class DoTests : EngineTest
{
    [DockerFact]
    public async Task Do_receives_the_image()
    {
        string? id = null;

        var image = await Image.Pull(Busybox).Do((image, _) =>
        {
            id = image.Id;
            return Task.CompletedTask;
        });

        id.Should().Be(image.Id);
        (await InspectAsync(image.Id)).GetProperty("Id").GetString().Should().Be(id);
    }

    [DockerFact]
    public async Task Do_receives_the_running_container()
    {
        var result = await Image.Pull(Busybox).Run(Spec("sleep", "infinity"))
            .Do((container, token) => container.ExecAsync(["sh", "-c", "echo done > /mark"], token))
            .Capture("cat", "/mark");

        result.Stdout.Should().Be("done\n");
    }

    [DockerFact]
    public async Task Do_receives_the_cancellation_token_of_the_plan()
    {
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var token = default(CancellationToken);

        await Image.Pull(Busybox).Do((_, received) =>
        {
            token = received;
            return Task.CompletedTask;
        }).ExecuteAsync(caller.Token);

        await caller.CancelAsync();
        token.IsCancellationRequested.Should().BeTrue();
    }

    [DockerFact]
    public async Task Do_that_throws_after_a_commit_removes_the_image()
    {
        var plan = Image.Pull(Busybox).Run(Spec("sleep", "infinity")).Commit(Unique("do"))
            .Do((_, _) => throw new InvalidOperationException("mine"));

        await FluentActions.Awaiting(() => plan.ExecuteAsync(Token)).Should().ThrowAsync<InvalidOperationException>();

        (await ContainersAsync()).Should().BeEmpty();
        (await ImagesAsync()).Should().BeEmpty();
    }
}
