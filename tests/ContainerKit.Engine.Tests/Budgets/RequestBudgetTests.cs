namespace ContainerKit.Engine.Tests.Budgets;

/// <summary>How many requests each job takes when the engine is known and the image is there.</summary>
public sealed class RequestBudgetTests : EngineTest
{
    private EngineProxy _proxy = null!;
    private DockerEngine _engine = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Image.Pull("busybox").ExecuteAsync(Token);
        _proxy = await EngineProxy.StartAsync();
        _engine = await _proxy.ConnectAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _proxy.DisposeAsync();
        await base.DisposeAsync();
    }

    [EngineFact]
    public async Task A_detached_run_takes_two_requests_and_its_removal_one()
    {
        var container = await Image.Pull(Busybox).Run("sleep", "infinity").On(_engine).ExecuteAsync(Token);
        Verbs().Should().Equal("create", "start");

        await container.DisposeAsync();
        _proxy.Requests.Should().HaveCount(3);
    }

    [EngineFact]
    public async Task A_published_port_takes_one_request_and_only_once()
    {
        await using var container = await Image.Pull("busybox").Run(new ContainerSpec("sleep", "infinity") { Publish = [80, 81] }).On(_engine).ExecuteAsync(Token);
        var before = _proxy.Requests.Count;

        await container.GetPortAsync(80, Token);
        await container.GetPortAsync(80, Token);
        await container.GetPortAsync(81, Token);

        before.Should().Be(2);
        _proxy.Requests.Should().HaveCount(before + 1);
    }

    [EngineFact]
    public async Task An_exec_with_its_output_and_exit_code_takes_three_requests()
    {
        await using var container = await Image.Pull(Busybox).Run("sleep", "infinity").On(_engine).ExecuteAsync(Token);
        var before = _proxy.Requests.Count;

        (await container.ExecAsync(["echo", "hello"], Token)).Stdout.Should().Be("hello\n");

        _proxy.Requests.Should().HaveCount(before + 3);
    }

    [EngineFact]
    public async Task The_output_of_a_short_command_takes_five_requests_with_the_removal()
    {
        (await Image.Pull("busybox").Run("echo", "hello").Output().On(_engine).ExecuteAsync(Token)).Should().Be("hello\n");

        Verbs().Should().Equal("create", "attach", "start", "json", "DELETE");
    }

    [EngineFact]
    public async Task Ordinary_requests_share_one_connection()
    {
        await using var container = await Image.Pull(Busybox).Run("sleep", "infinity").On(_engine).ExecuteAsync(Token);

        for (var i = 0; i < 50; i++) await container.InspectAsync(Token);

        _proxy.Requests.Should().HaveCount(52);
        _proxy.Connections.Should().Be(1, "the ping that found the engine opened it");
    }

    // What each request does, such as "start" of POST /v1.41/containers/0123/start; a request without a verb in its path is its method.
    private IEnumerable<string> Verbs() => _proxy.Requests.Select(request =>
        request.StartsWith("DELETE", StringComparison.Ordinal) ? "DELETE" : request.Split('?')[0].Split('/')[^1]);
}
