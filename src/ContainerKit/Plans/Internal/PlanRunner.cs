using ContainerKit.Cleanup;

namespace ContainerKit.Plans;

/// <summary>Runs a chain from its first step to its last, and settles who owns what afterwards. The one place where chains begin and end.</summary>
internal static class PlanRunner
{
    public static async Task<T> RunAsync<T>(Step<T> step, PlanOptions options, CancellationToken cancellationToken)
    {
        var scope = new PlanContext(options, cancellationToken);
        T result;
        ResultResources handedBack;
        try
        {
            result = await step.RunAsync(scope).ConfigureAwait(false);
            // In here: an owner of the caller's that does not say what it owns fails the chain, and must not leave it behind.
            handedBack = new ResultResources(result);
        }
        catch (Exception e)
        {
            var told = await ExamineAsync(e, scope, options).ConfigureAwait(false);
            var report = await scope.RollBackAsync().ConfigureAwait(false);
            if (told is ContainerKitException error)
            {
                error.Step ??= scope.GetFailedStep(e);
                error.AddCleanupReport(report);
            }

            // One cancelled chain, one exception: the caller's token, whichever token of ours it arrived by.
            if (e is OperationCanceledException cancelled && cancellationToken.IsCancellationRequested && cancelled.CancellationToken != cancellationToken)
                throw new OperationCanceledException(e.Message, e, cancellationToken);
            if (told != e) throw told;
            throw;
        }

        var (settled, withheld) = await scope.ReleaseOrRemoveAsync(handedBack).ConfigureAwait(false);
        if (settled.Remaining.Count == 0) return result;
        // The caller gets an error and no result, and so nobody would own what is in it.
        var failure = new CleanupFailedException(
            $"'{step}' did its work, but what it had made for itself could not be removed. So it failed, and handed nothing back; images that it named stay.", settled.Reasons[0]);
        failure.AddCleanupReport(settled);
        failure.AddCleanupReport(await scope.RollBackAsync(withheld).ConfigureAwait(false));
        throw failure;
    }

    private static async Task<Exception> ExamineAsync(Exception e, PlanContext scope, PlanOptions options)
    {
        if (options.OnFailureAsync is not { } examine || scope.Token.IsCancellationRequested) return e;
        try
        {
            return await examine(e, scope.Resources, scope.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A look at what went wrong must not take the place of it.
        catch (Exception)
#pragma warning restore CA1031
        {
            return e;
        }
    }
}
