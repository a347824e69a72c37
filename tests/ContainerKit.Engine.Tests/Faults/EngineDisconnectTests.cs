namespace ContainerKit.Engine.Tests.Faults;

/// <summary>Checks that pending operations fail immediately when the engine disconnects.</summary>
public sealed class EngineDisconnectTests(LeftoverCheck leftovers) : EngineTestBase(leftovers)
{
    // Generous, so that only an endless wait exceeds it.
    private static readonly TimeSpan _maximumDelay = TimeSpan.FromSeconds(20);

    [Fact(Timeout = TimeLimit)]
    public async Task Exec_fails_when_the_engine_disconnects()
    {
        await using var disposable = await DisposableEngine.StartAsync();
        var container = await disposable.RunAsync("sleep", "infinity");
        var started = new TaskCompletionSource();
        var spec = new ExecSpec("sh", "-c", "echo started; sleep 600") { OnLine = _ => started.TrySetResult() };

        var exec = container.ExecAsync(spec, Token);
        await started.Task.WaitAsync(Token);
        disposable.Proxy.StopListening();

        await ShouldThrowEngineUnavailableAsync(exec);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Following_a_log_fails_when_the_engine_disconnects()
    {
        await using var disposable = await DisposableEngine.StartAsync();
        var container = await disposable.RunAsync("sh", "-c", "echo started; sleep 600");

        async Task FollowAsync()
        {
            await foreach (var _ in container.LogsAsync(new LogOptions { Follow = true }, Token)) disposable.Proxy.StopListening();
        }

        await ShouldThrowEngineUnavailableAsync(FollowAsync());
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Plan_that_waits_for_output_fails_when_the_engine_disconnects()
    {
        await using var disposable = await DisposableEngine.StartAsync();

        var output = Image.Pull("busybox").Run(disposable.Spec("sleep", "600")).Output().On(disposable.Engine).ExecuteAsync(Token);
        await disposable.WaitUntilReadingOutputAsync();
        disposable.Proxy.StopListening();

        var error = await ShouldThrowEngineUnavailableAsync(output);
        error.RemainingResources.Should().ContainSingle(
            "without an engine the container cannot be removed, so the error reports it").Which.Should().Contain(disposable.Name);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Disposing_a_container_of_a_disconnected_engine_does_not_throw()
    {
        await using var disposable = await DisposableEngine.StartAsync();
        var container = await disposable.RunAsync("sleep", "infinity");
        disposable.Proxy.StopListening();

        await container.DisposeAsync().AsTask().WaitAsync(_maximumDelay, Token);

        var remove = async () => await container.RemoveAsync(Token);
        (await remove.Should().ThrowAsync<CleanupFailedException>()).Which.RemainingResources.Should().ContainSingle();
    }

    private static async Task<EngineUnavailableException> ShouldThrowEngineUnavailableAsync(Task operation)
    {
        var waiting = () => operation.WaitAsync(_maximumDelay, Token);
        return (await waiting.Should().ThrowAsync<EngineUnavailableException>()).Which;
    }
}
