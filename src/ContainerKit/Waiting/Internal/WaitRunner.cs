using ContainerKit.Containers;
using ContainerKit.Timing;
using ContainerKit.Waiting.Conditions;

namespace ContainerKit.Waiting;

/// <summary>Runs a wait for one container.</summary>
internal sealed class WaitRunner
{
    private readonly WaitSession _session;

    private WaitRunner(WaitSession session) => _session = session;

    /// <summary>Runs a wait. No check and no request of the wait is active when this method returns or throws.</summary>
    /// <exception cref="OperationCanceledException">The caller's token was canceled; the exception carries that token.</exception>
    public static async Task RunAsync(ContainerClient container, Wait wait, bool isFirstStart, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var exit = new ExitWatcher(container);
        var session = new WaitSession(container, isFirstStart, exit);
        WaitOutcomeException outcome;
        try
        {
            try
            {
                await new WaitRunner(session).RunPartAsync(wait, cancellationToken).ConfigureAwait(false);
                return;
            }
            finally
            {
                await exit.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested && e is OperationCanceledException or WaitOutcomeException)
        {
            throw new OperationCanceledException($"Canceled while waiting for {wait.Description} in {container}.", e, cancellationToken);
        }
        catch (WaitOutcomeException e)
        {
            outcome = e;
        }

        throw await new WaitReport(session, wait, outcome).CreateExceptionAsync().ConfigureAwait(false);
    }

    /// <summary>Runs the wait or a part of it, within its own timeout.</summary>
    private async Task RunPartAsync(Wait part, CancellationToken cancellationToken)
    {
        if (part.Timeout is not { } timeout)
        {
            await WaitForConditionAsync(part, cancellationToken).ConfigureAwait(false);
            return;
        }

        using var deadline = Deadline.Start(timeout, _session.Time, cancellationToken);
        try
        {
            await WaitForConditionAsync(part, deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.HasElapsed)
        {
            throw WaitOutcomeException.TimedOut(part);
        }
    }

    private Task WaitForConditionAsync(Wait part, CancellationToken cancellationToken) => part.Condition switch
    {
        CompositeCondition { NeedsAll: true } all => ParallelWaits.RunAllAsync(all.Parts, RunPartAsync, cancellationToken),
        CompositeCondition any => ParallelWaits.RunAnyAsync(part, any.Parts, RunPartAsync, cancellationToken),
        LogCondition log => new LogWatcher(part, _session, log).WaitAsync(cancellationToken),
        ExitCodeCondition exit => WaitForExitAsync(part, exit.Allowed, cancellationToken),
        _ => ProbeAsync(part, cancellationToken),
    };

    private async Task WaitForExitAsync(Wait part, ExitCodes allowed, CancellationToken cancellationToken)
    {
        _session.SetLastResult(part, "it has not exited");
        var details = await _session.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        _session.ClearLastResult(part);
        if (details.State == ContainerState.Created || !allowed.IsAllowed(details.ExitCode))
            throw WaitOutcomeException.Exited(part, details, $"allowed: {allowed}");
    }

    private async Task ProbeAsync(Wait part, CancellationToken cancellationToken)
    {
        using var probe = ProbeFactory.Create(part, _session);
        await new ProbeLoop(part, _session, probe).RunAsync(cancellationToken).ConfigureAwait(false);
    }
}
