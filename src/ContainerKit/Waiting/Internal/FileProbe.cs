using System.Net;
using ContainerKit.Http;

namespace ContainerKit.Waiting;

/// <summary>Whether there is a file or folder in the container. The engine looks itself: nothing is needed in the image.</summary>
internal sealed class FileProbe(WaitSession session, string path) : Probe
{
    /// <remarks>Engine API: <c>HEAD /containers/{id}/archive</c>.</remarks>
    public override async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        var (container, calls) = (session.Container, session.Container.Engine);
        try
        {
            using var found = await calls.OpenAsync(new EngineRequest(HttpMethod.Head, $"containers/{container.Id}/archive?path={Uri.EscapeDataString(path)}", $"look for {path} in {container}"), cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            // The same answer as for a container that was removed, which the watch for its end notices.
            return "not there";
        }
    }
}
