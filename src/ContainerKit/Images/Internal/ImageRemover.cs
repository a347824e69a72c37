using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Json;

namespace ContainerKit.Images;

/// <summary>Removes images, and finds out who is in the way when that cannot be.</summary>
internal static class ImageRemover
{
    /// <remarks>Engine API: <c>DELETE /images/{name}</c>; where it is refused, <c>GET /containers/json</c>.</remarks>
    public static async Task<ImageRemoveReport> RemoveAsync(ImageClient image, ImageRemoveOptions options, CancellationToken cancellationToken)
    {
        var doing = $"remove image {image.Reference}";
        var path = $"images/{image.Reference}?force={(options.Force ? 1 : 0)}&noprune={(options.KeepParents ? 1 : 0)}";
        try
        {
            var answer = await image.Engine.SendJsonAsync(EngineRequest.Delete(path, doing), cancellationToken).ConfigureAwait(false);
            return ImageRemoveReport.Read(answer.ValueKind == JsonValueKind.Array ? [.. answer.EnumerateArray()] : []);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            throw new ImageNotFoundException(image.Reference.ToString(), $"Could not {doing}: the engine has none of that name.", e);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.Conflict)
        {
            throw await InTheWayAsync(image, doing, e, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<ImageInUseException> InTheWayAsync(ImageClient image, string doing, EngineApiException refusal, CancellationToken cancellationToken)
    {
        var said = $"(the engine said \"{refusal.EngineMessage}\")";
        var containers = await ContainersOfAsync(image, cancellationToken).ConfigureAwait(false);
        var reason =
            refusal.Says("child images") ? $"other images are made from it {said}. Remove those first."
            : refusal.Says("multiple repositories") ? $"it has several names {said}. Remove it by each of them, or set ImageRemoveOptions.Force."
            : containers.Count == 0 ? $"something needs it {said}."
            : $"it is in use by {string.Join(", ", containers.Select(container => $"{container.Name} ({ErrorText.ShortId(container.Id)}, {container.State})"))} {said}. Remove "
                + (containers.Count == 1 ? "that container" : "those containers") + " first"
                + (refusal.Says("must force") ? ", or set ImageRemoveOptions.Force to take the name away all the same." : ".");
        return new ImageInUseException(image.Reference.ToString(), [.. containers.Select(container => container.Name)], $"Could not {doing}: {reason}", refusal);
    }

    private static async Task<List<(string Id, string Name, string State)>> ContainersOfAsync(ImageClient image, CancellationToken cancellationToken)
    {
        var filters = new JsonObject { ["ancestor"] = new JsonArray(image.Id) };
        var list = await image.Engine.GetJsonAsync(
            $"look who uses image {image.Reference}", "containers/json?all=1&filters=" + Uri.EscapeDataString(filters.ToJsonString()), cancellationToken).ConfigureAwait(false);
        return list.ValueKind != JsonValueKind.Array ? [] :
        [
            .. list.EnumerateArray()
                // The filter also finds containers of images that are made from it.
                .Where(container => container.GetStringOrEmpty("ImageID") == image.Id)
                .Select(container => (container.GetStringOrEmpty("Id"), (container.GetStrings("Names") is [var name, ..] ? name : "").TrimStart('/'), container.GetStringOrEmpty("State"))),
        ];
    }
}
