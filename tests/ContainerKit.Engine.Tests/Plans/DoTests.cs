namespace ContainerKit.Engine.Tests.Verbs.Plans;

public sealed class DoTests : EngineTest
{
    [DockerFact]
    public async Task Do_receives_the_image()
    {
        string? seen = null;

        var image = await Image.Pull(Busybox).Do((image, _) =>
        {
            seen = image.Id;
            return Task.CompletedTask;
        });

        seen.Should().Be(image.Id);
        (await InspectAsync(image.Id)).GetProperty("Id").GetString().Should().Be(seen);
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
        using var chain = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var token = default(CancellationToken);

        await Image.Pull(Busybox).Do((_, given) =>
        {
            token = given;
            return Task.CompletedTask;
        }).ExecuteAsync(chain.Token);

        await chain.CancelAsync();
        token.IsCancellationRequested.Should().BeTrue();
    }

    [DockerFact]
    public async Task Do_that_throws_after_a_commit_removes_the_image()
    {
        var chain = Image.Pull(Busybox).Run(Spec("sleep", "infinity")).Commit(Unique("do")).Do((_, _) => throw new InvalidOperationException("mine"));

        await FluentActions.Awaiting(() => chain.ExecuteAsync(Token)).Should().ThrowAsync<InvalidOperationException>();

        (await ContainersAsync()).Should().BeEmpty();
        (await ImagesAsync()).Should().BeEmpty();
    }
}
