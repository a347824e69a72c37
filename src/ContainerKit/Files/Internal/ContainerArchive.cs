using System.Net;
using System.Text;
using System.Text.Json;
using ContainerKit.Containers;
using ContainerKit.Http;

namespace ContainerKit.Files;

/// <summary>The engine's three requests about files in a container, running or not, and the words it refuses them with.</summary>
internal sealed class ContainerArchive(ContainerClient container)
{
    private const string StatHeader = "X-Docker-Container-Path-Stat";

    /// <summary>What stands at a path; null for nothing.</summary>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>HEAD /containers/{id}/archive</c>.</remarks>
    public async Task<ContainerFile?> FindAsync(string path, CancellationToken cancellationToken)
    {
        var doing = $"look at {path} in {container}";
        try
        {
            using var response = await container.Engine.OpenAsync(new EngineRequest(HttpMethod.Head, Path(path), doing), cancellationToken).ConfigureAwait(false);
            return Stat(path, response);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            // An answer without a body does not say whether the path is missing or the container.
            await container.InspectAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.InternalServerError)
        {
            // Nor does it say that a file stands where a folder should, as the answer to the other request does.
            (await OpenAsync(path, doing, cancellationToken).ConfigureAwait(false)).Response.Dispose();
            throw;
        }
    }

    /// <summary>Opens the archive of what stands at a path; the caller disposes the response. A link is not followed.</summary>
    /// <exception cref="ContainerFileNotFoundException">Nothing is there.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/archive</c>.</remarks>
    public async Task<(HttpResponseMessage Response, ContainerFile Stat)> OpenAsync(string path, string doing, CancellationToken cancellationToken)
    {
        try
        {
            var response = await container.Engine.OpenAsync(EngineRequest.Get(Path(path), doing), cancellationToken).ConfigureAwait(false);
            return (response, Stat(path, response));
        }
        catch (EngineApiException e)
        {
            throw Translate(e, path, doing);
        }
    }

    /// <summary>Unpacks an archive, written while it is sent, in a folder of the container.</summary>
    /// <param name="limit">How long it may take.</param>
    /// <exception cref="ContainerFileNotFoundException">There is no such folder.</exception>
    /// <exception cref="ContainerFileException">Nothing may be written there, or a folder and a file stand in each other's place.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>PUT /containers/{id}/archive</c>.</remarks>
    public async Task PutAsync(string folder, string doing, Func<Stream, CancellationToken, Task> write, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            using var body = new UploadContent(UploadContent.Tar, write);
            await container.Engine.SendJsonAsync(new EngineRequest(HttpMethod.Put, Path(folder) + "&noOverwriteDirNonDir=1", doing) { Body = body, Timeout = limit }, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineApiException e)
        {
            throw Translate(e, folder, doing);
        }
    }

    public ContainerFileNotFoundException NotFound(string path, string doing, string mend, Exception? inner = null) => new(container.Id, path,
        $"Could not {doing}: there is nothing at {path} in the container. {mend}", inner);

    public ContainerFileException NotSuitable(string path, string doing, string reason, Exception? inner = null) => new(container.Id, path, $"Could not {doing}: {reason}", inner);

    private string Path(string path) => $"containers/{container.Id}/archive?path={Uri.EscapeDataString(path)}";

    private ContainerKitException Translate(EngineApiException e, string path, string doing)
    {
        var said = $"the engine said \"{e.EngineMessage}\"";
        if (e.StatusCode == HttpStatusCode.NotFound && e.Says("no such container")) return container.NotFound(doing, e, namesContainer: true);
        if (e.StatusCode == HttpStatusCode.NotFound) return NotFound(path, doing, "Check the path; what a running container mounts in memory, such as /proc or a tmpfs, engines do not see.", e);
        if (e.Says("read-only")) return NotSuitable(path, doing, $"{path} is mounted for reading only ({said}). Write to a volume that is writable, or run the container with a writable root.", e);
        if (e.Says("cannot overwrite") || e.Says("not a directory")) return NotSuitable(path, doing, $"a file and a folder stand in each other's place ({said}). Choose another target, or remove what is in the way.", e);
        return e;
    }

    private static ContainerFile Stat(string path, HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues(StatHeader, out var values)) return ContainerFile.Read(path, default);
        try
        {
            using var json = JsonDocument.Parse(Convert.FromBase64String(values.First()));
            return ContainerFile.Read(path, json.RootElement);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw new EngineApiException($"read what stands at {path}", response.StatusCode, "a description of the file that is no JSON: " + Encoding.UTF8.GetByteCount(values.First()) + " bytes", e);
        }
    }
}
