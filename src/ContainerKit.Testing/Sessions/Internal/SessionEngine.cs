using ContainerKit.Discovery;
using ContainerKit.Http;

namespace ContainerKit.Testing.Sessions;

/// <summary>
/// An engine that a session tracks, and the images that are removed from it at the end of the session.
/// </summary>
internal sealed class SessionEngine(EngineEndpoint endpoint, Version apiVersion)
{
    private readonly HashSet<string> _images = [];
    private readonly HashSet<PendingCreateRequests> _pendingRequests = [];

    public EngineEndpoint Endpoint => endpoint;

    public Version ApiVersion => apiVersion;

    /// <summary>Adds the create requests of a connection. Several connections can lead to the same engine.</summary>
    public void AddPendingRequests(PendingCreateRequests requests)
    {
        lock (_pendingRequests) _pendingRequests.Add(requests);
    }

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
    public async Task<RemovalReport> RemoveAsync(string session, bool mayStillCreate, TimeSpan timeout)
    {
        HashSet<string> images;
        lock (_images) images = [.. _images];
        List<string> requested = [.. images];
        var removal = new SessionRemoval(endpoint, apiVersion, TimeProvider.System);
        var report = await removal.RunAsync(session, images, mayStillCreate, timeout).ConfigureAwait(false);
        // Only the removed images: others may have been registered in the meantime.
        lock (_images) _images.ExceptWith(requested.Except(images));
        return report;
    }
}
