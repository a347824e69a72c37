namespace ContainerKit.Engine.Tests.Faults;

/// <summary>An engine that goes away in the middle of something is an error at once: nobody waits for an answer that cannot come.</summary>
public sealed class EngineLostTests(LeftoverCheck leftovers) : EngineTests(leftovers)
{
    // Generous, so that only a wait without an end fails: what is waited for here would otherwise take for ever.
    private static readonly TimeSpan _promptly = TimeSpan.FromSeconds(20);

    [Fact(Timeout = TimeLimit)]
    public async Task Exec_fails_when_the_engine_disconnects()
    {
        await using var lost = await DisposableEngine.StartAsync();
        var container = await lost.RunAsync("sleep", "infinity");
        var begun = new TaskCompletionSource();
        var spec = new ExecSpec("sh", "-c", "echo begun; sleep 600") { OnLine = _ => begun.TrySetResult() };

        var exec = container.ExecAsync(spec, Token);
        await begun.Task.WaitAsync(Token);
        lost.Proxy.Vanish();

        await ShouldFailAsync(exec);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Following_a_log_fails_when_the_engine_disconnects()
    {
        await using var lost = await DisposableEngine.StartAsync();
        var container = await lost.RunAsync("sh", "-c", "echo begun; sleep 600");

        async Task FollowAsync()
        {
            await foreach (var _ in container.LogsAsync(new LogOptions { Follow = true }, Token)) lost.Proxy.Vanish();
        }

        await ShouldFailAsync(FollowAsync());
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Plan_that_waits_for_output_fails_when_the_engine_disconnects()
    {
        await using var lost = await DisposableEngine.StartAsync();

        var output = Image.Pull("busybox").Run(lost.Spec("sleep", "600")).Output().On(lost.Engine).ExecuteAsync(Token);
        await lost.IsReadingOutputAsync();
        lost.Proxy.Vanish();

        var error = await ShouldFailAsync(output);
        error.RemainingResources.Should().ContainSingle("without an engine nothing can be removed, and the caller has to know").Which.Should().Contain(lost.Name);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Disposing_a_container_of_a_disconnected_engine_does_not_throw()
    {
        await using var lost = await DisposableEngine.StartAsync();
        var container = await lost.RunAsync("sleep", "infinity");
        lost.Proxy.Vanish();

        await container.DisposeAsync().AsTask().WaitAsync(_promptly, Token);

        var remove = async () => await container.RemoveAsync(Token);
        (await remove.Should().ThrowAsync<CleanupFailedException>()).Which.RemainingResources.Should().ContainSingle();
    }

    private static async Task<EngineUnavailableException> ShouldFailAsync(Task work)
    {
        var waiting = () => work.WaitAsync(_promptly, Token);
        return (await waiting.Should().ThrowAsync<EngineUnavailableException>()).Which;
    }
}
