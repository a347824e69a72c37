using ContainerKit.Discovery;
using ContainerKit.Http;

namespace ContainerKit.Cleanup;

/// <summary>
/// An engine that a session tracks, and the images that are removed from it at the end of the session.
/// </summary>
/// <param name="client">The client of the first connection that is tracked. It sends requests even after the disposal of its
/// engine object.</param>
/// <param name="endpoint">The endpoint of the engine.</param>
internal sealed class SessionEngine(EngineClient client, EngineEndpoint endpoint)
{
    private readonly HashSet<string> _images = [];
    private readonly HashSet<PendingCreateRequests> _pendingRequests = [];

    /// <summary>The endpoint of the engine.</summary>
    public EngineEndpoint Endpoint => endpoint;

    /// <summary>Adds the create requests of a connection. Several connections can lead to the same engine.</summary>
    public void AddPendingRequests(PendingCreateRequests requests)
    {
        lock (_pendingRequests) _pendingRequests.Add(requests);
    }

    /// <summary>Registers an image for removal at the end of the session, by name or id.</summary>
    public void RegisterImage(string image)
    {
        lock (_images) _images.Add(image);
    }

    /// <summary>Rejects all further create requests to the engine.</summary>
    /// <returns>True if the engine has responded to all earlier ones.</returns>
    public bool Close()
    {
        lock (_pendingRequests) return _pendingRequests.Select(requests => requests.Close()).ToList().TrueForAll(isDone => isDone);
    }

    /// <inheritdoc cref="SessionRemoval.RunAsync"/>
    public async Task<CleanupReport> RemoveAsync(string session, bool mayStillCreate, TimeSpan timeout)
    {
        HashSet<string> images;
        lock (_images) images = [.. _images];
        List<string> requested = [.. images];
        var removal = new SessionRemoval(new EngineCleanupClient(client), endpoint, TimeProvider.System);
        var report = await removal.RunAsync(session, images, mayStillCreate, timeout).ConfigureAwait(false);
        // Only the removed images: others may have been registered in the meantime.
        lock (_images) _images.ExceptWith(requested.Except(images));
        return report;
    }

    /// <inheritdoc cref="OrphanCleanup.RunAsync(ICleanupClient, EngineEndpoint)"/>
    public Task<CleanupReport> RemoveOrphansAsync() => OrphanCleanup.RunAsync(new EngineCleanupClient(client), endpoint);
}
