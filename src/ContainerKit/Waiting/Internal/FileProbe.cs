using System.Net;
using ContainerKit.Http;

namespace ContainerKit.Waiting;

/// <summary>Checks whether a file or folder exists in the container. The engine checks it, so the image needs no tool.</summary>
internal sealed class FileProbe(WaitSession session, string path) : Probe
{
    /// <remarks>Engine API: <c>HEAD /containers/{id}/archive</c>.</remarks>
    public override async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        var container = session.Container;
        var request = new EngineRequest(HttpMethod.Head, $"containers/{container.Id}/archive", $"find {path} in {container}")
        {
            Query = new() { { "path", path } },
        };
        try
        {
            using var response = await container.Engine.OpenAsync(request, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            // A removed container gets the same response; ExitWatcher detects the removal.
            return "not there";
        }
    }
}
