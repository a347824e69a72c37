namespace ContainerKit.Engine.Tests.Budgets;

/// <summary>What work costs in requests, counted on the wire: figures that do not depend on the machine.</summary>
public sealed class RequestBudgetTests(LeftoverCheck leftovers) : EngineTests(leftovers)
{
    [Fact(Timeout = TimeLimit)]
    public async Task A_detached_run_takes_two_requests_and_its_disposal_one()
    {
        await using var wire = await WarmAsync();

        var container = await Image.Pull("busybox").Run("sleep", "infinity").On(wire.Engine).ExecuteAsync(Token);
        wire.Counted().Should().HaveCount(2);

        await container.DisposeAsync();
        wire.Counted().Should().HaveCount(1);

        await container.DisposeAsync();
        wire.Counted().Should().BeEmpty("it has been disposed already");
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Reading_published_ports_takes_one_request_however_often()
    {
        await using var wire = await WarmAsync();
        await using var container = await Image.Pull("busybox").Run(new ContainerSpec("sleep", "infinity") { Publish = [80, 81] }).On(wire.Engine).ExecuteAsync(Token);
        wire.Counted();

        await container.GetPublishedPortAsync(80, Token);
        wire.Counted().Should().HaveCount(1);

        await container.GetPublishedPortAsync(80, Token);
        await container.GetPublishedPortAsync(81, Token);
        wire.Counted().Should().BeEmpty();
    }

    [Fact(Timeout = TimeLimit)]
    public async Task An_exec_with_its_output_and_exit_code_takes_three_requests()
    {
        await using var wire = await WarmAsync();
        await using var container = await Image.Pull("busybox").Run("sleep", "infinity").On(wire.Engine).ExecuteAsync(Token);
        wire.Counted();

        var result = await container.ExecAsync(new ExecSpec("sh", "-c", "echo out; exit 3") { AllowedExitCodes = ExitCodes.Any }, Token);

        (result.Stdout, result.ExitCode).Should().Be(("out\n", 3));
        wire.Counted().Should().HaveCount(3);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task The_output_of_a_short_command_takes_five_requests_removal_included()
    {
        await using var wire = await WarmAsync();

        var output = await Image.Pull("busybox").Run("echo", "hi").Output().On(wire.Engine).ExecuteAsync(Token);

        output.Should().Be("hi\n");
        wire.Counted().Should().HaveCount(5);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Finding_listing_and_each_change_of_state_take_one_request()
    {
        await using var wire = await WarmAsync();
        await using var container = await Image.Pull("busybox").Run("sleep", "infinity").On(wire.Engine).ExecuteAsync(Token);
        wire.Counted();

        await wire.Engine.FindContainerAsync(container.Name, Token);
        await wire.Engine.ListContainersAsync(Token);
        await container.PauseAsync(Token);
        await container.UnpauseAsync(Token);
        await container.RestartAsync(TimeSpan.Zero, Token);
        await container.StopAsync(TimeSpan.Zero, Token);

        wire.Counted().Should().HaveCount(6);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task A_network_a_volume_and_a_container_on_them_take_one_request_each_to_make_and_one_to_remove()
    {
        await using var wire = await WarmAsync();

        var container = await Network.Create().Then(network => Volume.Create().Then(volume =>
            Image.Pull("busybox").Run(new ContainerSpec("sleep", "infinity") { Networks = [network.As("db")], Mounts = [volume.MountAt("/data")] }))).On(wire.Engine).ExecuteAsync(Token);
        wire.Counted().Should().HaveCount(4, "a run takes two");

        await container.DisposeAsync();
        wire.Counted().Should().HaveCount(3);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Fifty_requests_in_a_row_share_one_connection()
    {
        await using var wire = await WarmAsync();
        await using var container = await Image.Pull("busybox").Run("sleep", "infinity").On(wire.Engine).ExecuteAsync(Token);

        for (var i = 0; i < 50; i++) await container.InspectAsync(Token);

        wire.Counted().Should().HaveCount(52);
        wire.Proxy.Connections.Should().Be(1, "it was the one that the engine was found with");
        wire.Proxy.Pings.Should().Be(1);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task An_exec_takes_one_connection_of_its_own()
    {
        await using var wire = await WarmAsync();
        await using var container = await Image.Pull("busybox").Run("sleep", "infinity").On(wire.Engine).ExecuteAsync(Token);

        for (var i = 0; i < 3; i++) await container.ExecAsync(["true"], Token);

        wire.Proxy.Connections.Should().Be(1 + 3);
    }

    private static async Task<Wire> WarmAsync()
    {
        await Image.Pull("busybox").ExecuteAsync(Token);
        var proxy = await EngineProxy.StartAsync();
        var engine = new DockerEngine(proxy.Options);
        await engine.ConnectAsync(Token);
        return new Wire(proxy, engine);
    }

    /// <summary>An engine whose requests are counted.</summary>
    private sealed record Wire(EngineProxy Proxy, DockerEngine Engine) : IAsyncDisposable
    {
        private int _counted;

        /// <summary>The requests since the last call.</summary>
        public List<string> Counted()
        {
            var all = Proxy.Requests;
            var since = all.Skip(_counted).ToList();
            _counted = all.Count;
            return since;
        }

        public async ValueTask DisposeAsync()
        {
            await Engine.DisposeAsync();
            await Proxy.DisposeAsync();
        }
    }
}
