using ContainerKit.Cleanup;

namespace ContainerKit.Plans;

/// <summary>
/// Runs the steps of a plan, and afterwards releases the resources in its result and removes the others.
/// </summary>
internal static class PlanRunner
{
    public static async Task<T> RunAsync<T>(Step<T> step, PlanOptions options, CancellationToken cancellationToken)
    {
        var context = new PlanContext(options, cancellationToken);
        T result;
        ResultResources resultResources;
        try
        {
            result = await step.RunAsync(context).ConfigureAwait(false);
            // Inside the try block: if an IResourceOwner of the user throws, the plan fails and its resources are
            // removed.
            resultResources = new ResultResources(result);
        }
        catch (Exception e)
        {
            var reported = await GetReportedExceptionAsync(e, context, options).ConfigureAwait(false);
            var report = await context.RollBackAsync().ConfigureAwait(false);
            if (reported is ContainerKitException error)
            {
                error.Step ??= context.GetFailedStep(e);
                error.AddCleanupReport(report);
            }

            // A canceled plan throws with the caller's token, even if a linked token was the one that a step observed.
            if (e is OperationCanceledException canceled
                && cancellationToken.IsCancellationRequested
                && canceled.CancellationToken != cancellationToken)
                throw new OperationCanceledException(e.Message, e, cancellationToken);
            if (reported != e) throw reported;
            throw;
        }

        var (cleanup, notReturned) = await context.ReleaseOrRemoveAsync(resultResources).ConfigureAwait(false);
        if (cleanup.Remaining.Count == 0) return result;
        // The caller gets an exception and no result, so the resources in the result would have no owner.
        var failure = new CleanupFailedException(
            $"'{step}' completed, but resources that it had created for its own use could not be removed. "
            + "It therefore failed and returned no result. Names that it gave to images remain.",
            cleanup.Reasons[0]);
        failure.AddCleanupReport(cleanup);
        failure.AddCleanupReport(await context.RollBackAsync(notReturned).ConfigureAwait(false));
        throw failure;
    }

    private static async Task<Exception> GetReportedExceptionAsync(Exception e, PlanContext context, PlanOptions options)
    {
        if (options.OnFailureAsync is not { } onFailureAsync || context.Token.IsCancellationRequested) return e;
        try
        {
            return await onFailureAsync(e, context.Resources, context.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A failure of the diagnostics must not hide the original exception.
        catch (Exception)
#pragma warning restore CA1031
        {
            return e;
        }
    }
}
