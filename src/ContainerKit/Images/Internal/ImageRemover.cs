using System.Net;
using System.Text.Json;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Json;

namespace ContainerKit.Images;

/// <summary>Removes images, and finds the containers that prevent a removal.</summary>
internal static class ImageRemover
{
    /// <summary>Removes an image by its name.</summary>
    /// <remarks>Engine API: <c>DELETE /images/{name}</c>; after a conflict, <c>GET /containers/json</c>.</remarks>
    public static async Task<ImageRemoveReport> RemoveAsync(
        ImageClient image, ImageRemoveOptions options, CancellationToken cancellationToken)
    {
        var operation = $"remove image {image.Reference}";
        var request = EngineRequest.Delete($"images/{image.Reference}", operation) with
        {
            Query = new() { { "force", options.Force }, { "noprune", options.KeepParents } },
            NotFound = e => new ImageNotFoundException(
                image.Reference.ToString(), $"Could not {operation}: the engine has no image with this name.", e),
        };
        if (options.Force) await ProtectContainersAsync(image, operation, cancellationToken).ConfigureAwait(false);
        try
        {
            var response = await image.Engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false);
            return ImageRemoveReport.Read(response.ValueKind == JsonValueKind.Array ? [.. response.EnumerateArray()] : []);
        }
        catch (EngineApiException e) when (e.Kind == EngineErrorKind.ImageNotFound)
        {
            throw request.NotFound!(e);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.Conflict || e.Kind == EngineErrorKind.ResourceInUse)
        {
            throw await GetInUseExceptionAsync(image, operation, e, cancellationToken).ConfigureAwait(false);
        }
    }

    // The option promises that containers keep their image.
    private static async Task ProtectContainersAsync(ImageClient image, string operation, CancellationToken cancellationToken)
    {
        if (!image.Engine.Quirks.RemovesContainersOfForcedImage) return;
        var containers = await FindContainersAsync(image, cancellationToken).ConfigureAwait(false);
        if (containers.Count == 0) return;
        throw new ImageInUseException(
            image.Reference.ToString(),
            [.. containers.Select(container => container.Name)],
            $"Could not {operation}: it is in use by {Describe(containers)}, and this engine would remove the containers with it."
                + " Remove the containers first.",
            inner: null);
    }

    private static string Describe(IEnumerable<(string Id, string Name, string State)> containers) => string.Join(
        ", ", containers.Select(container => $"{container.Name} ({ErrorText.ShortId(container.Id)}, {container.State})"));

    private static async Task<ImageInUseException> GetInUseExceptionAsync(
        ImageClient image, string operation, EngineApiException conflict, CancellationToken cancellationToken)
    {
        var answer = $"(the engine answered \"{conflict.QuotedMessage}\")";
        var containers = await FindContainersAsync(image, cancellationToken).ConfigureAwait(false);
        var users = Describe(containers);
        var reason =
            conflict.MessageContains("child images") ? $"other images are built on it {answer}. Remove those first."
            : conflict.MessageContains("multiple repositories") || conflict.MessageContains("more than one tag")
                ? $"it has several names {answer}. Remove each of its names, or set ImageRemoveOptions.Force."
            : containers.Count == 0 ? $"it is in use {answer}."
            : $"it is in use by {users} {answer}. Remove {(containers.Count == 1 ? "that container" : "those containers")} first"
                + (conflict.MessageContains("must force")
                    || conflict.MessageContains("must be forced") ? ", or set ImageRemoveOptions.Force to remove only the name." : ".");
        return new ImageInUseException(
            image.Reference.ToString(), [.. containers.Select(container => container.Name)], $"Could not {operation}: {reason}", conflict);
    }

    private static async Task<List<(string Id, string Name, string State)>> FindContainersAsync(
        ImageClient image, CancellationToken cancellationToken)
    {
        var id = image.Engine.Quirks.FiltersByImageDigits ? ImageIdText.WithoutAlgorithm(image.Id) : image.Id;
        var request = EngineRequest.Get("containers/json", $"find the containers of image {image.Reference}") with
        {
            Query = new() { { "all", true }, new EngineFilters().Add("ancestor", id) },
        };
        var list = await image.Engine.SendJsonAsync(request, cancellationToken).ConfigureAwait(false);
        if (list.ValueKind != JsonValueKind.Array) return [];
        return
        [
            .. list.EnumerateItems()
                // The filter also finds containers of images that are built on this one.
                .Where(container => ImageIdText.WithAlgorithm(container.GetStringOrEmpty("ImageID")) == image.Id)
                .Select(container => (
                    container.GetStringOrEmpty("Id"),
                    (container.GetStrings("Names") is [var name, ..] ? name : "").TrimStart('/'),
                    ContainerDetails.ReadState(container.GetStringOrEmpty("State")).ToString().ToLowerInvariant())),
        ];
    }
}
