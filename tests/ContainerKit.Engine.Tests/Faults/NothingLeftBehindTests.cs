namespace ContainerKit.Engine.Tests.Faults;

/// <summary>
/// Every request of a chain is broken in every way, and cancelled at: the call ends, with the right exception, and nothing is left on the engine.
/// </summary>
public sealed class NothingLeftBehindTests(ITestOutputHelper log) : EngineTest
{
    // Far beyond what any case takes: it turns a hang into a failure.
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(60);

    private static readonly DockerEngineOptions _impatient = new() { RequestTimeout = TimeSpan.FromSeconds(2), CleanupTimeout = TimeSpan.FromSeconds(6) };

    public static TheoryData<Fault> Faults => [.. Enum.GetValues<Fault>().Where(fault => fault != Fault.None)];

    [EngineTheory]
    [MemberData(nameof(Faults))]
    public async Task Of_the_headline_chain(Fault fault)
    {
        await EachRequestAsync(fault, "headline", () =>
        {
            var name = NewImage("fault");
            return new Case<Image>(
                Image.Pull("busybox").Run("sleep", "infinity").Exec("touch", "/x").Commit(name),
                image => image.Reference.ToString() == name,
                async succeeded => (await Witness.HasImageAsync(name)).Should().Be(succeeded, "the image is there just when the chain has succeeded"));
        });
    }

    [EngineTheory]
    [MemberData(nameof(Faults))]
    public async Task Of_an_output(Fault fault)
    {
        await EachRequestAsync(fault, "output", () => new Case<string>(
            Image.Pull("busybox").Run("echo", "hello").Output(), output => output == "hello\n", _ => Task.CompletedTask));
    }

    private async Task EachRequestAsync<T>(Fault fault, string what, Func<Case<T>> make)
    {
        var count = await CountAsync(make());
        count.Should().BePositive();
        var outcomes = new List<string>();
        for (var k = 1; k <= count; k++) outcomes.Add(await BreakAsync(make(), k, fault));
        log.WriteLine($"{what}, {fault} at each of {count} requests: {string.Join(", ", outcomes)}");
    }

    private static async Task<int> CountAsync<T>(Case<T> one)
    {
        await using var proxy = await EngineProxy.StartAsync();
        await using var engine = await proxy.ConnectAsync();
        one.IsRight(await one.Plan.On(engine).ExecuteAsync(Token)).Should().BeTrue();
        await one.LookAsync(true);
        return proxy.Requests.Count;
    }

    private static async Task<string> BreakAsync<T>(Case<T> one, int k, Fault fault)
    {
        await using var proxy = await EngineProxy.StartAsync();
        await using var engine = await proxy.ConnectAsync(_impatient);
        using var caller = new CancellationTokenSource();
        proxy.Break = (k, fault);
        proxy.Cancel = caller.Cancel;
        // Nothing bounds a commit, a wait or a stream but the caller's own token.
        if (fault is Fault.HangBeforeForward or Fault.HangAfterForward) caller.CancelAfter(TimeSpan.FromSeconds(4));

        var outcome = await OutcomeAsync(one, engine, caller.Token);

        var where = $"request {k} ({proxy.Requests[k - 1]}) met {fault}";
        proxy.HasStruck.Should().BeTrue();
        outcome.Error.Should().Match<Exception?>(error => error == null || IsRight(error, caller.Token), where);
        await one.LookAsync(outcome.Error is null);
        (await Witness.ContainersOfSessionAsync()).Should().BeEmpty(where);
        return outcome.Error?.GetType().Name ?? "succeeded";
    }

    private static async Task<(bool Ended, Exception? Error)> OutcomeAsync<T>(Case<T> one, DockerEngine engine, CancellationToken token)
    {
        try
        {
            var result = await one.Plan.On(engine).ExecuteAsync(token).WaitAsync(_bound, Token);
            one.IsRight(result).Should().BeTrue("a chain that succeeds gives the right result");
            return (true, null);
        }
        catch (Exception e) when (e is not (TimeoutException or Xunit.Sdk.XunitException))
        {
            return (true, e);
        }
    }

    private static bool IsRight(Exception error, CancellationToken token) => error is OperationCanceledException cancelled
        ? token.IsCancellationRequested && cancelled.CancellationToken == token
        : error is ContainerKitException;

    /// <summary>A chain, what a right result of it is, and what has to be on the engine afterwards.</summary>
    private sealed record Case<T>(Plan<T> Plan, Func<T, bool> IsRight, Func<bool, Task> LookAsync);
}
