namespace ContainerKit.Engine.Tests.Faults;

/// <summary>One run of a chain with one of its requests broken: whose things can be told from every other run's.</summary>
internal sealed class FaultRun(string matrix, string label, int request, FaultKind kind)
{
    /// <summary>The name of its container, which says which run left it.</summary>
    public string Container { get; } = $"ck-fault-{matrix}-{request}-{kind}-{Guid.NewGuid():N}"[..^24];

    /// <summary>The name of the image it commits.</summary>
    public string Image => Container.ToLowerInvariant() + ":0.1";

    // What is done in these kinds is that the caller cancels; an engine in good order is no reason for any other error then.
    private bool IsCancelling => kind is FaultKind.ActOnArrival or FaultKind.ActOnAnswer;

    /// <summary>How its container is made. A commit passes the label on to the image, so that even one without a name is found.</summary>
    public ContainerSpec Spec(params string[] command) =>
        new(command) { Name = Container, Labels = Labels };

    /// <summary>What makes other things than containers its own.</summary>
    public Dictionary<string, string> Labels => new() { [FaultMatrix.Label] = label };

    /// <summary>Runs the chain before a proxy that breaks the request.</summary>
    /// <returns>What is wrong with how it ended; null for nothing.</returns>
    public async Task<(Ending Ending, string? Problem)> RunAsync<T>(Func<FaultRun, Plan<T>> chain, Func<T, FaultRun, bool> isRight)
    {
        var isHang = kind is FaultKind.HangBeforeForward or FaultKind.HangAfterForward;
        using var caller = new CancellationTokenSource();
        var fault = new Fault(request, kind);
        await using var proxy = await EngineProxy.StartAsync(IsCancelling ? fault with { Act = caller.CancelAsync } : fault);
        await using var engine = new DockerEngine(proxy.Options with
        {
            // Short only where it is to run out: a busy machine is slow, and that is not the fault under test.
            RequestTimeout = isHang ? TimeSpan.FromSeconds(5) : TimeSpan.FromSeconds(20),
            CleanupTimeout = TimeSpan.FromSeconds(8),
        });
        await engine.ConnectAsync(CancellationToken.None);
        // Commits and waits take as long as they take; only the caller's token ends one that is never answered. It runs from the fault on.
        if (isHang) proxy.WhenFaultHits = () => caller.CancelAfter(TimeSpan.FromSeconds(7));

        var (ending, problem) = await JudgeAsync(chain(this).On(engine).ExecuteAsync(caller.Token), isRight, caller.Token);
        if (problem is null && !proxy.IsFaultHit) problem = "its request to break never came";
        return (ending, problem is null ? null : $"{Container}: {problem}");
    }

    private async Task<(Ending, string?)> JudgeAsync<T>(Task<T> running, Func<T, FaultRun, bool> isRight, CancellationToken caller)
    {
        try
        {
            var result = await running.WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None);
            return (Ending.Success, isRight(result, this) ? null : $"it succeeded with the wrong result: {result}");
        }
        catch (ContainerKitException e) when (!IsCancelling)
        {
            return (Ending.Failure, e.RemainingResources.Count == 0 ? null : $"it says that it left something behind: {e.Message}");
        }
        catch (OperationCanceledException e) when (caller.IsCancellationRequested)
        {
            return (Ending.Cancelled, e.CancellationToken == caller ? null : $"it was cancelled with a token that is not the caller's: {e}");
        }
        catch (Exception e)
        {
            return (Ending.Failure, $"it ended in what a caller must not see: {e}");
        }
    }
}

/// <summary>How a run may end.</summary>
internal enum Ending
{
    Success,
    Failure,
    Cancelled,
}
