using System.Net;
using System.Text;
using System.Text.Json;
using ContainerKit.Containers;
using ContainerKit.Diagnostics;
using ContainerKit.Http;

namespace ContainerKit.Files;

/// <summary>Sends the three requests about files in a container, running or not, and translates their errors.</summary>
internal sealed class ContainerArchive(ContainerClient container)
{
    private const string StatHeader = "X-Docker-Container-Path-Stat";

    /// <summary>Returns the file, link or folder at a path; null if there is none.</summary>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>HEAD /containers/{id}/archive</c>.</remarks>
    public async Task<ContainerFile?> FindAsync(string path, CancellationToken cancellationToken)
    {
        var operation = $"find {path} in {container}";
        try
        {
            using var response = await container.Engine.OpenAsync(Request(HttpMethod.Head, path, operation), cancellationToken)
                .ConfigureAwait(false);
            return ReadStat(path, response);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            // A HEAD response has no body, so it does not show whether the path or the container is missing.
            await container.InspectAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.InternalServerError)
        {
            // A part of the path may be a file instead of a folder. The response to a GET request has the message.
            (await OpenAsync(path, operation, isStreamed: false, cancellationToken).ConfigureAwait(false)).Response.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Opens the archive of the file, link or folder at a path; the caller disposes the response. A link is not followed.
    /// </summary>
    /// <param name="path">The path.</param>
    /// <param name="operation">Completes the sentence "Could not ...".</param>
    /// <param name="isStreamed">See <see cref="EngineRequest.IsStreamed"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="ContainerFileNotFoundException">The path does not exist.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/archive</c>.</remarks>
    public async Task<(HttpResponseMessage Response, ContainerFile File)> OpenAsync(
        string path, string operation, bool isStreamed, CancellationToken cancellationToken)
    {
        try
        {
            var request = Request(HttpMethod.Get, path, operation) with { IsStreamed = isStreamed };
            var response = await container.Engine.OpenAsync(request, cancellationToken).ConfigureAwait(false);
            return (response, ReadStat(path, response));
        }
        catch (EngineApiException e)
        {
            throw Translate(e, path, operation);
        }
    }

    /// <summary>Extracts an archive into a folder of the container. The archive is written while it is sent.</summary>
    /// <param name="folder">The path of the folder.</param>
    /// <param name="operation">Completes the sentence "Could not ...".</param>
    /// <param name="write">Writes the archive.</param>
    /// <param name="timeout">The timeout of the request.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="ContainerFileNotFoundException">There is no such folder.</exception>
    /// <exception cref="ContainerFileException">The folder is read-only, or a file and a folder conflict.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>PUT /containers/{id}/archive</c>.</remarks>
    public async Task PutAsync(
        string folder,
        string operation,
        Func<Stream, CancellationToken, Task> write,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        if (container.Engine.Quirks.CreatesMissingFolders && folder != "/"
            && await FindAsync(folder, cancellationToken).ConfigureAwait(false) is null)
            throw NotFound(folder, operation, "Check the path.");
        try
        {
            using var body = new UploadContent(UploadContent.Tar, write);
            var request = Request(HttpMethod.Put, folder, operation) with
            {
                Query = new() { { "path", folder }, { "noOverwriteDirNonDir", true } },
                Body = body,
                Timeout = timeout,
            };
            await container.Engine.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineApiException e)
        {
            throw Translate(e, folder, operation);
        }
    }

    /// <summary>Returns the exception for a path that does not exist.</summary>
    public ContainerFileNotFoundException NotFound(string path, string operation, string hint, Exception? inner = null) => new(
        container.Id, path, $"Could not {operation}: there is no file or folder {path} in the container. {hint}", inner);

    /// <summary>Returns the exception for a path whose file or folder does not allow the operation.</summary>
    public ContainerFileException NotSuitable(string path, string operation, string reason, Exception? inner = null) => new(
        container.Id, path, $"Could not {operation}: {reason}", inner);

    private EngineRequest Request(HttpMethod method, string path, string operation) =>
        new(method, $"containers/{container.Id}/archive", operation) { Query = new() { { "path", path } } };

    private ContainerKitException Translate(EngineApiException e, string path, string operation)
    {
        var response = $"the engine answered \"{e.QuotedMessage}\"";
        if (e.StatusCode == HttpStatusCode.NotFound && e.MessageContains("no such container"))
            return container.NotFound(operation, e, namesContainer: true);
        if (e.StatusCode == HttpStatusCode.NotFound)
        {
            return NotFound(path, operation,
                "Check the path. Engines do not see file systems in memory, such as /proc or a tmpfs of a running container.", e);
        }

        if (e.MessageContains("read-only"))
        {
            return NotSuitable(path, operation,
                $"{path} is mounted for reading only ({response}). "
                + "Write to a writable volume, or run the container with a writable root.", e);
        }

        if (e.Kind == EngineErrorKind.FileConflict || e.MessageContains("cannot overwrite") || e.MessageContains("not a directory"))
        {
            return NotSuitable(path, operation,
                $"a file and a folder would take each other's place ({response}). "
                + "Choose another target, or remove the existing one.", e);
        }

        return e;
    }

    private static ContainerFile ReadStat(string path, HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues(StatHeader, out var values)) return ContainerFile.Read(path, default);
        try
        {
            using var json = JsonDocument.Parse(Convert.FromBase64String(values.First()));
            return ContainerFile.Read(path, json.RootElement);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            var length = Encoding.UTF8.GetByteCount(values.First());
            throw new EngineApiException(
                $"read the metadata of {path}", response.StatusCode, $"the {StatHeader} header is not JSON: {length} bytes", e);
        }
    }
}
