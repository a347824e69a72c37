using ContainerKit.Cleanup;
using ContainerKit.Errors;

namespace ContainerKit.Plans;

/// <summary>Runs a chain from its first step to its last, and settles who owns what afterwards. The one place where chains begin and end.</summary>
internal static class PlanRunner
{
    public static async Task<T> RunAsync<T>(Step<T> step, PlanOptions options, CancellationToken cancellationToken)
    {
        var scope = new ChainScope(options, cancellationToken);
        T result;
        HandedBack handedBack;
        try
        {
            result = await step.RunAsync(scope).ConfigureAwait(false);
            // In here: an owner of the caller's that does not say what it owns fails the chain, and must not leave it behind.
            handedBack = new HandedBack(result);
        }
        catch (Exception e)
        {
            Exception told;
            CleanupReport report;
            try
            {
                told = options.Examine is { } examine && !cancellationToken.IsCancellationRequested ? await examine(e, scope.Made).ConfigureAwait(false) : e;
            }
            finally
            {
                report = await scope.UndoAsync().ConfigureAwait(false);
            }

            (told as ContainerKitException)?.Report(report);
            // One cancelled chain, one exception: the caller's token, whichever token of ours it arrived by.
            if (e is OperationCanceledException cancelled && cancellationToken.IsCancellationRequested && cancelled.CancellationToken != cancellationToken)
                throw new OperationCanceledException(e.Message, e, cancellationToken);
            if (told != e) throw told;
            throw;
        }

        var (settled, withheld) = await scope.SettleAsync(handedBack).ConfigureAwait(false);
        if (settled.Left.Count == 0) return result;
        // The caller gets an error and no result, and so nobody would own what is in it.
        var failure = new CleanupFailedException(
            $"'{step}' did its work, but what it had made for itself could not be removed. So it failed, and handed nothing back; images that it named stay.");
        failure.Report(settled);
        failure.Report(await scope.UndoAsync(withheld).ConfigureAwait(false));
        throw failure;
    }
}
