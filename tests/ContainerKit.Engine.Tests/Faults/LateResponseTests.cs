namespace ContainerKit.Engine.Tests.Faults;

/// <summary>Checks that resources are found and removed if the engine creates them after the caller stopped waiting.</summary>
public sealed class LateResponseTests(LeftoverCheck leftovers) : EngineTestBase(leftovers)
{
    private static readonly TimeSpan _cleanup = TimeSpan.FromSeconds(8);

    // The library waits for the response to a canceled create for a quarter of the cleanup timeout.
    [Theory(Timeout = TimeLimit)]
    [InlineData(0.5, "within that time: the response contains the id")]
    [InlineData(5, "after that time: the container is found by its label")]
    public async Task Canceled_create_with_a_late_response_leaves_no_resources(double secondsLate, string _)
    {
        await Image.Pull("busybox").ExecuteAsync(Token);
        using var caller = new CancellationTokenSource();
        await using var proxy = await EngineProxy.StartAsync(new Fault(1, FaultKind.ActOnResponse)
        {
            Act = async () =>
            {
                await caller.CancelAsync();
                await Task.Delay(TimeSpan.FromSeconds(secondsLate));
            },
        });
        await using var engine = new DockerEngine(proxy.Options with { CleanupTimeout = _cleanup });
        var (spec, label) = LabeledSpec();

        var running = async () => await Image.Pull("busybox").Run(spec).On(engine).ExecuteAsync(caller.Token);

        (await running.Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(caller.Token);
        proxy.Requests[0].Should().Contain("/containers/create");
        (await DisposeProbe.FindAsync(label, Token)).Should().BeEmpty();
    }

    [Theory(Timeout = TimeLimit)]
    [InlineData(1.5)]
    [InlineData(6)]
    public async Task Create_that_the_engine_starts_after_a_connection_reset_leaves_no_resources(double secondsLate)
    {
        await using var proxy = await EngineProxy.StartAsync(
            new Fault(1, FaultKind.ResetWhileWorking) { Act = () => Task.Delay(TimeSpan.FromSeconds(secondsLate)) });
        await using var engine = new DockerEngine(proxy.Options);
        var (spec, label) = LabeledSpec();

        var running = async () => await Image.Pull("busybox").Run(spec).On(engine).ExecuteAsync(Token);

        await running.Should().ThrowAsync<EngineUnavailableException>();
        await proxy.Responded.WaitAsync(Token);
        (await DisposeProbe.FindAsync(label, Token)).Should().BeEmpty();
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Commit_interrupted_by_a_connection_reset_leaves_no_image()
    {
        var name = NewImageName("ck-fault-late");
        var plan = BigContainer().Commit(name);
        await using var proxy = await EngineProxy.StartAsync(
            new Fault(await FindCommitRequestAsync(plan, name), FaultKind.ResetWhileWorking));
        await using var engine = new DockerEngine(proxy.Options with { CleanupTimeout = _cleanup });

        var running = async () => await plan.On(engine).ExecuteAsync(Token);

        await running.Should().ThrowAsync<EngineUnavailableException>();
        await proxy.Responded.WaitAsync(Token);
        (await DisposeProbe.ImageIdAsync(name, Token)).Should().BeNull();
    }

    private static (ContainerSpec Spec, string Label) LabeledSpec()
    {
        var value = Guid.NewGuid().ToString("N");
        var labels = new Dictionary<string, string> { [FaultMatrix.Label] = value };
        return (new ContainerSpec("sleep", "infinity") { Labels = labels }, $"{FaultMatrix.Label}={value}");
    }

    // Writes enough data for the commit to take a noticeable time.
    private static ContainerPlan BigContainer() =>
        Image.Pull("busybox").Run("sleep", "infinity").Exec("dd", "if=/dev/urandom", "of=/big", "bs=1M", "count=100");

    /// <summary>Runs the plan without a fault and removes its image.</summary>
    /// <returns>The number of the commit request.</returns>
    private static async Task<int> FindCommitRequestAsync(ImagePlan plan, string name)
    {
        await using var proxy = await EngineProxy.StartAsync();
        await using var engine = new DockerEngine(proxy.Options);
        await plan.On(engine).ExecuteAsync(Token);
        await DisposeProbe.RemoveAsync(new Leftover("image", name), Token);
        return 1 + proxy.Requests.ToList().FindIndex(request => request.Contains("/commit", StringComparison.Ordinal));
    }
}
