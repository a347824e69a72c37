namespace ContainerKit.Engine.Tests.Faults;

/// <summary>One run of a plan with a fault in one of its requests. Names and labels identify the resources of the run.</summary>
internal sealed class FaultRun(string matrix, string label, int request, FaultKind kind)
{
    /// <summary>The name of the container, which identifies the run.</summary>
    public string Container { get; } = $"ck-fault-{matrix}-{request}-{kind}-{Guid.NewGuid():N}"[..^24];

    /// <summary>The name of the image that the plan commits.</summary>
    public string Image => Container.ToLowerInvariant() + ":0.1";

    // On a busy machine an earlier request may take longer than the short timeout of these kinds, so that the one with the fault is
    // never sent.
    private const int MaxAttempts = 3;

    private bool IsHang => kind is FaultKind.HangBeforeForward or FaultKind.HangAfterForward;

    // With these kinds the caller cancels and the engine works correctly, so no other error is expected.
    private bool IsCancellation => kind is FaultKind.ActOnArrival or FaultKind.ActOnResponse;

    /// <summary>Describes the container. A commit copies the label to the image, so that an image without a name is found too.</summary>
    public ContainerSpec Spec(params string[] command) =>
        new(command) { Name = Container, Labels = Labels };

    /// <summary>The label that identifies the resources of this matrix.</summary>
    public Dictionary<string, string> Labels => new() { [FaultMatrix.Label] = label };

    /// <summary>Runs the plan through a proxy that injects the fault.</summary>
    /// <returns>The outcome, and a description of the problem or null.</returns>
    public async Task<(RunOutcome Outcome, string? Problem)> RunAsync<T>(Func<FaultRun, Plan<T>> plan, Func<T, FaultRun, bool> isRight)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (outcome, problem, isFaultHit) = await RunOnceAsync(plan, isRight);
            if (problem is null && !isFaultHit)
            {
                if (IsHang && attempt < MaxAttempts) continue;
                problem = "the request with the fault was never sent";
            }

            return (outcome, problem is null ? null : $"{Container}: {problem}");
        }
    }

    private async Task<(RunOutcome Outcome, string? Problem, bool IsFaultHit)> RunOnceAsync<T>(
        Func<FaultRun, Plan<T>> plan, Func<T, FaultRun, bool> isRight)
    {
        using var caller = new CancellationTokenSource();
        var fault = new Fault(request, kind);
        await using var proxy = await EngineProxy.StartAsync(IsCancellation ? fault with { Act = caller.CancelAsync } : fault);
        await using var engine = new DockerEngine(proxy.Options with
        {
            // Short only if the timeout is expected: a busy machine is slow, and that is not the fault under test.
            RequestTimeout = TimeSpan.FromSeconds(IsHang ? 5 : 60),
            CleanupTimeout = TimeSpan.FromSeconds(IsHang ? 20 : 60),
        });
        await engine.ConnectAsync(CancellationToken.None);
        // Commits and waits have no timeout; only the caller's token ends one that gets no response. The delay starts with the fault.
        if (IsHang) proxy.WhenFaultHits = () => caller.CancelAfter(TimeSpan.FromSeconds(7));

        var (outcome, problem) = await GetOutcomeAsync(plan(this).On(engine).ExecuteAsync(caller.Token), isRight, caller.Token);
        return (outcome, problem, proxy.IsFaultHit);
    }

    private async Task<(RunOutcome, string?)> GetOutcomeAsync<T>(Task<T> running, Func<T, FaultRun, bool> isRight, CancellationToken caller)
    {
        try
        {
            var result = await running.WaitAsync(TimeSpan.FromSeconds(120), CancellationToken.None);
            return (RunOutcome.Success, isRight(result, this) ? null : $"the run succeeded with the wrong result: {result}");
        }
        catch (ContainerKitException e) when (!IsCancellation)
        {
            return (RunOutcome.Failure, e.RemainingResources.Count == 0 ? null : $"the error reports remaining resources: {e.Message}");
        }
        catch (OperationCanceledException e) when (caller.IsCancellationRequested)
        {
            return (RunOutcome.Canceled, e.CancellationToken == caller ? null
                : $"the run was canceled with a token that is not the caller's: {e}");
        }
        catch (Exception e)
        {
            return (RunOutcome.Failure, $"the run failed with an exception that a caller must not see: {e}");
        }
    }
}
