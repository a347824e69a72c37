using Microsoft.Extensions.Logging;

namespace ContainerKit.Swarm.Internal;

/// <summary>
/// The disposal of a handle: it removes the resource once, and logs a failure instead of throwing it, which would replace the exception
/// that ended the using block.
/// </summary>
internal sealed partial class QuietDisposal(DockerEngine engine, IAsyncDisposable resource)
{
    private readonly object _gate = new();
    private Task? _disposal;

    /// <summary>Removes the resource, or waits for the removal that has begun.</summary>
    public ValueTask RunAsync()
    {
        lock (_gate) return new(_disposal ??= RemoveAsync());
    }

    private async Task RemoveAsync()
    {
        try
        {
            await resource.DisposeAsync().ConfigureAwait(false);
        }
        catch (ContainerKitException e)
        {
            LogRemovalFailed(engine.LoggerFactory.CreateLogger("ContainerKit"), resource.ToString(), e);
        }
    }

    [LoggerMessage(62, LogLevel.Error, "Could not remove {Resource}.")]
    private static partial void LogRemovalFailed(ILogger logger, string? resource, Exception exception);
}
