namespace ContainerKit.Engine.Tests.Verbs.Plans;

public sealed class DoTests : EngineTest
{
    [DockerFact]
    public async Task Do_has_the_image_at_hand()
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
    public async Task Do_has_the_running_container_at_hand()
    {
        var result = await Image.Pull(Busybox).Run(Spec("sleep", "infinity"))
            .Do((container, token) => container.ExecAsync(["sh", "-c", "echo done > /mark"], token))
            .Capture("cat", "/mark");

        result.Stdout.Should().Be("done\n");
    }

    [DockerFact]
    public async Task Do_is_given_the_chains_token()
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
    public async Task A_do_that_throws_after_a_commit_takes_the_image_back()
    {
        var chain = Image.Pull(Busybox).Run(Spec("sleep", "infinity")).Commit(Unique("do")).Do((_, _) => throw new InvalidOperationException("mine"));

        await FluentActions.Awaiting(() => chain.ExecuteAsync(Token)).Should().ThrowAsync<InvalidOperationException>();

        (await ContainersAsync()).Should().BeEmpty();
        (await ImagesAsync()).Should().BeEmpty();
    }
}
