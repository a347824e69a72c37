using ContainerKit.Services.Diagnostics;

namespace ContainerKit.Services;

/// <summary>The extension that adds the containers' log tails to exceptions of user code in a plan.</summary>
public static class PlanDiagnosticsExtensions
{
    /// <summary>
    /// Adds the containers' log tails to an exception of user code in the plan, such as a migration. Such an exception does
    /// not mention the containers, and when it is read, they have been removed. The plan then throws a
    /// <see cref="FixtureSetupException"/>, whose inner exception is that of the code.
    /// </summary>
    /// <returns>A plan with the same result.</returns>
    /// <param name="plan">The plan.</param>
    /// <param name="operation">The purpose of the plan, as in "Could not {operation}".</param>
    /// <remarks>Exceptions of the library itself are thrown as they are.</remarks>
    public static Plan<T> WithLogsOnFailure<T>(this Plan<T> plan, string operation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentException.ThrowIfNullOrEmpty(operation);
        return plan.OnFailure((failure, token) => AddContainerLogsAsync(operation, failure, token));
    }

    private static async Task<Exception> AddContainerLogsAsync(
        string operation, PlanFailure failure, CancellationToken cancellationToken)
    {
        // Without a container, the error is in the description of the plan, and its message is sufficient.
        if (failure.Exception is ContainerKitException || failure.Containers.Count == 0) return failure.Exception;
        var sources = failure.Containers.Select(created => new LogSource($"{created}", token => created.Find().ExecuteAsync(token)));
        return await FixtureSetupException.CreateAsync(operation, failure.Exception, [.. sources], cancellationToken).ConfigureAwait(false);
    }
}
