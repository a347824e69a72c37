namespace ContainerKit.Engine.Tests.RequestCounts;

/// <summary>Tests the number of requests and connections per operation, counted by a proxy.</summary>
public sealed class RequestBudgetTests(LeftoverCheck leftovers) : EngineTestBase(leftovers)
{
    [Fact(Timeout = TimeLimit)]
    [Requires(EngineFeature.DirectRemoval)]
    public async Task Detached_run_takes_two_requests_and_its_disposal_one()
    {
        await using var counter = await StartAsync();

        var container = await Image.Pull("busybox").Run("sleep", "infinity").On(counter.Engine).ExecuteAsync(Token);
        counter.TakeRequests().Should().HaveCount(2);

        await container.DisposeAsync();
        counter.TakeRequests().Should().HaveCount(1);

        await container.DisposeAsync();
        counter.TakeRequests().Should().BeEmpty("the container has been disposed already");
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Running_containers_that_are_only_held_take_no_requests()
    {
        await using var counter = await StartAsync();
        var plan = Image.Pull("busybox").Run("sleep", "infinity").On(counter.Engine);
        await using var first = await plan.ExecuteAsync(Token);
        await using var second = await plan.ExecuteAsync(Token);
        counter.TakeRequests();

        await Task.Delay(TimeSpan.FromSeconds(3), Token);

        counter.TakeRequests().Should().BeEmpty();
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Reading_published_ports_repeatedly_takes_one_request()
    {
        await using var counter = await StartAsync();
        await using var container = await Image.Pull("busybox")
            .Run(new ContainerSpec("sleep", "infinity") { Publish = [80, 81] }).On(counter.Engine).ExecuteAsync(Token);
        counter.TakeRequests();

        await container.GetPublishedPortAsync(80, Token);
        counter.TakeRequests().Should().HaveCount(1);

        await container.GetPublishedPortAsync(80, Token);
        await container.GetPublishedPortAsync(81, Token);
        counter.TakeRequests().Should().BeEmpty();
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Exec_with_output_and_exit_code_takes_three_requests()
    {
        await using var counter = await StartAsync();
        await using var container = await Image.Pull("busybox").Run("sleep", "infinity").On(counter.Engine).ExecuteAsync(Token);
        counter.TakeRequests();

        var result = await container.ExecAsync(new ExecSpec("sh", "-c", "echo out; exit 3") { AllowedExitCodes = ExitCodes.Any }, Token);

        (result.Stdout, result.ExitCode).Should().Be(("out\n", 3));
        counter.TakeRequests().Should().HaveCount(3);
    }

    [Fact(Timeout = TimeLimit)]
    [Requires(EngineFeature.DirectRemoval)]
    public async Task Output_of_a_short_command_takes_five_requests_including_the_removal()
    {
        await using var counter = await StartAsync();

        var output = await Image.Pull("busybox").Run("echo", "hi").Output().On(counter.Engine).ExecuteAsync(Token);

        output.Should().Be("hi\n");
        counter.TakeRequests().Should().HaveCount(5);
    }

    [Fact(Timeout = TimeLimit)]
    [Requires(EngineFeature.Cgroups)]
    public async Task Find_list_and_each_state_change_take_one_request()
    {
        await using var counter = await StartAsync();
        await using var container = await Image.Pull("busybox").Run("sleep", "infinity").On(counter.Engine).ExecuteAsync(Token);
        counter.TakeRequests();

        await counter.Engine.FindContainerAsync(container.Name, Token);
        await counter.Engine.ListContainersAsync(Token);
        await container.PauseAsync(Token);
        await container.UnpauseAsync(Token);
        await container.RestartAsync(TimeSpan.Zero, Token);
        await container.StopAsync(TimeSpan.Zero, Token);

        counter.TakeRequests().Should().HaveCount(6);
    }

    [Fact(Timeout = TimeLimit)]
    [Requires(EngineFeature.DirectRemoval)]
    public async Task Network_and_volume_take_one_request_each_to_create_and_one_to_remove()
    {
        await using var counter = await StartAsync();

        var plan = Network.Create().Then(network => Volume.Create().Then(volume =>
        {
            var mount = volume.MountAt("/data");
            return Image.Pull("busybox").Run(new ContainerSpec("sleep", "infinity") { Networks = [network.As("db")], Mounts = [mount] });
        }));

        var container = await plan.On(counter.Engine).ExecuteAsync(Token);
        counter.TakeRequests().Should().HaveCount(4, "the network and the volume take one request each, the run two");

        await container.DisposeAsync();
        counter.TakeRequests().Should().HaveCount(3);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Fifty_requests_in_a_row_share_one_connection()
    {
        await using var counter = await StartAsync();
        await using var container = await Image.Pull("busybox").Run("sleep", "infinity").On(counter.Engine).ExecuteAsync(Token);

        for (var i = 0; i < 50; i++) await container.InspectAsync(Token);

        counter.TakeRequests().Should().HaveCount(52);
        counter.Proxy.Connections.Should().Be(1, "the connection of the first ping is reused");
        counter.Proxy.Pings.Should().Be(1);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Exec_takes_one_additional_connection()
    {
        await using var counter = await StartAsync();
        await using var container = await Image.Pull("busybox").Run("sleep", "infinity").On(counter.Engine).ExecuteAsync(Token);

        for (var i = 0; i < 3; i++) await container.ExecAsync(["true"], Token);

        counter.Proxy.Connections.Should().Be(1 + 3);
    }

    private static async Task<RequestCounter> StartAsync()
    {
        await Image.Pull("busybox").ExecuteAsync(Token);
        var proxy = await EngineProxy.StartAsync();
        var engine = new DockerEngine(proxy.Options);
        await engine.ConnectAsync(Token);
        return new RequestCounter(proxy, engine);
    }

    /// <summary>An engine whose requests a proxy counts.</summary>
    private sealed record RequestCounter(EngineProxy Proxy, DockerEngine Engine) : IAsyncDisposable
    {
        private int _counted;

        /// <summary>Returns the requests requests the last call.</summary>
        public List<string> TakeRequests()
        {
            var all = Proxy.Requests;
            var requests = all.Skip(_counted).ToList();
            _counted = all.Count;
            return requests;
        }

        public async ValueTask DisposeAsync()
        {
            await Engine.DisposeAsync();
            await Proxy.DisposeAsync();
        }
    }
}
