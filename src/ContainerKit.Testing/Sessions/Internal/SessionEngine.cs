using ContainerKit.Discovery;
using ContainerKit.Http;

namespace ContainerKit.Testing.Sessions;

/// <summary>An engine that a session looks after, and the images there that go at its end.</summary>
internal sealed class SessionEngine(EngineEndpoint endpoint, Version apiVersion)
{
    private readonly HashSet<string> _images = [];
    private readonly HashSet<PendingCreateRequests> _gates = [];

    public EngineEndpoint Endpoint => endpoint;

    public Version ApiVersion => apiVersion;

    /// <summary>Several connections may lead to one engine.</summary>
    public void Add(PendingCreateRequests gate)
    {
        lock (_gates) _gates.Add(gate);
    }

    public void RemoveLater(string image)
    {
        lock (_images) _images.Add(image);
    }

    /// <summary>Lets nothing more be made.</summary>
    /// <returns>Whether the engine is done with all it was asked to make.</returns>
    public bool Close()
    {
        lock (_gates) return _gates.Select(gate => gate.Close()).ToList().TrueForAll(isDone => isDone);
    }

    /// <param name="mayCome">Whether the engine may still be making something.</param>
    public async Task<RemovalReport> RemoveAsync(string session, bool mayCome, TimeSpan bound)
    {
        HashSet<string> images;
        lock (_images) images = [.. _images];
        List<string> asked = [.. images];
        var report = await new SessionRemoval(endpoint, apiVersion, TimeProvider.System).RunAsync(session, images, mayCome, bound).ConfigureAwait(false);
        // Those that are gone, and no other: more may have been registered meanwhile.
        lock (_images) _images.ExceptWith(asked.Except(images));
        return report;
    }
}
