namespace ContainerKit.Engine.Tests.Faults;

/// <summary>The engine goes away in the middle, as far as the caller can see: every connection ends and no new one is taken.</summary>
public sealed class EngineLostTests : EngineTest
{
    private EngineProxy _proxy = null!;
    private DockerEngine _engine = null!;
    private Container _container = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _proxy = await EngineProxy.StartAsync();
        _engine = await _proxy.ConnectAsync(new DockerEngineOptions { CleanupTimeout = TimeSpan.FromSeconds(2) });
        _container = await Image.Pull("busybox").Run("sh", "-c", "echo started; sleep infinity").On(_engine).ExecuteAsync(Token);
    }

    public override async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _proxy.DisposeAsync();
        await Witness.LinesAsync("rm", "-f", "-v", _container.Id);
        await base.DisposeAsync();
    }

    [EngineFact]
    public async Task A_request_tells_that_the_engine_is_gone_and_where_it_was()
    {
        await _proxy.KillAsync();

        var error = (await _container.Invoking(c => c.InspectAsync(Token)).Should().ThrowAsync<EngineUnavailableException>()).Which;

        error.Message.Should().Contain("inspect").And.Contain(_container.ShortId).And.Contain("no such socket");
        error.Attempts.Should().ContainSingle();
    }

    [EngineFact]
    public async Task An_exec_at_work_ends_with_an_error()
    {
        var isRunning = new TaskCompletionSource();
        var exec = _container.ExecAsync(new ExecSpec("sh", "-c", "echo running; sleep infinity") { OnLine = _ => isRunning.TrySetResult() }, Token);
        await isRunning.Task.WaitAsync(Token);

        await _proxy.KillAsync();

        await FluentActions.Awaiting(() => exec).Should().ThrowAsync<EngineUnavailableException>();
    }

    [EngineFact]
    public async Task A_log_that_is_followed_ends_with_an_error()
    {
        await using var lines = _container.LogsAsync(new LogOptions { Follow = true }, Token).GetAsyncEnumerator(Token);
        (await lines.MoveNextAsync()).Should().BeTrue();
        lines.Current.Text.Should().Be("started");

        await _proxy.KillAsync();

        await FluentActions.Awaiting(() => lines.MoveNextAsync().AsTask()).Should().ThrowAsync<EngineUnavailableException>();
    }

    [EngineFact]
    public async Task A_wait_ends_with_an_error()
    {
        var waiting = _container.WaitAsync(Token);
        await _container.InspectAsync(Token);

        await _proxy.KillAsync();

        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<EngineUnavailableException>();
    }

    [EngineFact]
    public async Task A_chain_tells_what_it_could_not_remove()
    {
        var chain = Image.Pull(Busybox).Run("sleep", "infinity").Do((_, _) => _proxy.KillAsync()).Exec("true").On(_engine);

        var error = (await chain.Invoking(c => c.ExecuteAsync(Token)).Should().ThrowAsync<EngineUnavailableException>()).Which;

        error.LeftBehind.Should().ContainSingle().Which.Should().StartWith("container busybox-");
        error.Message.Should().Contain("Left behind");
        var left = error.LeftBehind[0].Split('(', ')')[1];
        (await Witness.HasContainerAsync(left)).Should().BeTrue("the error tells the truth");
        await Witness.LinesAsync("rm", "-f", left);
    }
}
