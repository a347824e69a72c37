using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ContainerKit.Http;

namespace ContainerKit.Images;

/// <summary>
/// The pulls of an engine that are in progress. A pull of the same image waits for the first one. Docker 20.10 lets concurrent pulls wait
/// for each other by polling: 20 pulls of an image that takes 0.2 seconds can take 9 seconds, in which no container starts.
/// </summary>
internal sealed class PullsInProgress
{
    private static readonly ConditionalWeakTable<EngineClient, PullsInProgress> _engines = [];

    private readonly ConcurrentDictionary<string, Task<bool>> _pulls = [];

    /// <summary>Returns the pulls of an engine.</summary>
    public static PullsInProgress For(EngineClient engine) => _engines.GetOrCreateValue(engine);

    /// <summary>Runs a pull; first waits for a pull of the same image that is in progress.</summary>
    /// <param name="image">The name of the image and its platform.</param>
    /// <param name="isOtherSufficient">
    /// Indicates whether an image that another pull has just pulled is sufficient, so that nothing is left to do.
    /// </param>
    /// <param name="pull">Pulls the image.</param>
    /// <param name="cancellationToken">Cancels waiting for the other pull.</param>
    public async Task RunAsync(string image, bool isOtherSufficient, Func<Task> pull, CancellationToken cancellationToken)
    {
        var pulled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        while (_pulls.GetOrAdd(image, pulled.Task) is var other && other != pulled.Task)
        {
            await Task.WhenAny(other).WaitAsync(cancellationToken).ConfigureAwait(false);
            // One of those that wait takes the place of a pull that was canceled.
            if (other.IsCanceled) continue;
            // All that wait continue at once. The engine has the layers now. After a failure, each one gets its own error.
            if (!await other.ConfigureAwait(false) || !isOtherSufficient) await pull().ConfigureAwait(false);
            return;
        }

        await RunFirstAsync(image, pull, pulled).ConfigureAwait(false);
    }

    private async Task RunFirstAsync(string image, Func<Task> pull, TaskCompletionSource<bool> pulled)
    {
        var result = pull();
        await result.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _pulls.TryRemove(image, out _);
        if (result.IsCanceled) pulled.SetCanceled(CancellationToken.None);
        else pulled.SetResult(result.IsCompletedSuccessfully);
        await result.ConfigureAwait(false);
    }
}
