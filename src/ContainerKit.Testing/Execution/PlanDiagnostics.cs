using System.Text;
using ContainerKit.Cleanup;
using ContainerKit.Containers;
using ContainerKit.Diagnostics;
using ContainerKit.Plans;

namespace ContainerKit.Testing.Execution;

/// <summary>
/// Runs chains whose failure is read by somebody who was not there: in the log of a build server, when the containers are gone. An exception of the
/// caller's code knows nothing of them, so what they wrote is put beside it.
/// </summary>
internal static class PlanDiagnostics
{
    /// <param name="what">What the chain is for, as in "Could not …".</param>
    public static Task<T> RunAsync<T>(string what, Plan<T> plan, CancellationToken cancellationToken) =>
        // One that runs once for several has nobody in particular to tell.
        plan.Options.Once ? plan.ExecuteAsync(cancellationToken)
            : PlanRunner.RunAsync(plan.Step, plan.Options with { OnFailureAsync = (error, made, token) => ExamineAsync(what, error, made, token) }, cancellationToken);

    private static async Task<Exception> ExamineAsync(string what, Exception error, IReadOnlyList<TrackedResource> made, CancellationToken cancellationToken)
    {
        var containers = made.OfType<TrackedContainer>().Where(container => container.Id is not null).Reverse().ToList();
        // Without a container it is a mistake in the description, which says all there is to say.
        if (error is ContainerKitException || containers.Count == 0) return error;
        // One bound for all of them: what became of the containers is worth a moment, and no more where the engine is slow or lost.
        var options = containers[0].Engine.Options;
        using var bound = new CancellationTokenSource(options.CleanupTimeout / 2, options.TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, bound.Token);
        var (message, tails) = (new StringBuilder($"Could not {what}: {error.GetType().Name}: {error.Message}"), new List<string>());
        foreach (var container in containers)
        {
            var (title, tail, trouble) = await TailAsync(container, both.Token).ConfigureAwait(false);
            message.Append(trouble is not null ? $"\nThe log of {title} could not be read: {trouble}" : tail.Length == 0 ? $"\n{title} wrote nothing." : ErrorText.Tail($"log of {title}", tail));
            tails.Add(tail);
        }

        return new FixtureSetupException(message.ToString(), string.Join('\n', tails.Where(tail => tail.Length > 0)), error);
    }

    private static async Task<(string Title, string Tail, string? Trouble)> TailAsync(TrackedContainer made, CancellationToken cancellationToken)
    {
        try
        {
            var container = await ContainerLookup.FindAsync(made.Engine, made.Id!, cancellationToken).ConfigureAwait(false);
            return ($"{container}{(container.Image.IsId ? "" : $", from {container.Image}")}", await ExitDiagnostics.ReadTailAsync(container, cancellationToken).ConfigureAwait(false), null);
        }
        catch (OperationCanceledException)
        {
            return (made.ToString(), "", "there was no time left for it.");
        }
        catch (Exception e) when (e is ContainerKitException or ObjectDisposedException)
        {
            // The error itself is what matters.
            return (made.ToString(), "", e.Message);
        }
    }
}
