using System.Text;
using ContainerKit.Services.Diagnostics;

namespace ContainerKit.Services;

/// <summary>The extension that adds the containers' log tails to exceptions of user code in a plan.</summary>
public static class PlanDiagnosticsExtensions
{
    // One timeout for all logs, so that a slow or lost engine does not delay the report of the error.
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(15);

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
        var error = failure.Exception;
        // Without a container, the error is in the description of the plan, and its message is sufficient.
        if (error is ContainerKitException || failure.Containers.Count == 0) return error;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_timeout);
        var message = new StringBuilder($"Could not {operation}: {error.GetType().Name}: {error.Message}");
        var tails = new List<string>();
        foreach (var container in failure.Containers)
        {
            var (title, tail, reason) = await ReadLogTailAsync(container, timeout.Token).ConfigureAwait(false);
            message.Append(reason is not null ? $"\nCould not read the log of {title}: {reason}"
                : tail.Length == 0 ? $"\n{title} wrote nothing."
                : LogBlock.Format($"log of {title}", tail));
            tails.Add(tail);
        }

        return new FixtureSetupException(message.ToString(), string.Join('\n', tails.Where(tail => tail.Length > 0)), error);
    }

    private static async Task<(string Title, string Tail, string? Failure)> ReadLogTailAsync(
        CreatedContainer created, CancellationToken cancellationToken)
    {
        try
        {
            var container = await created.Find().ExecuteAsync(cancellationToken).ConfigureAwait(false);
            var title = $"{container}{(container.Image.IsId ? "" : $", from {container.Image}")}";
            return (title, await container.ReadLogTailAsync(cancellationToken).ConfigureAwait(false), null);
        }
        catch (OperationCanceledException)
        {
            return (created.ToString(), "", "the time for reading the logs ran out.");
        }
        catch (Exception e) when (e is ContainerKitException or ObjectDisposedException)
        {
            // The original error matters more.
            return (created.ToString(), "", e.Message);
        }
    }
}
