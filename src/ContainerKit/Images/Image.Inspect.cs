using System.Net;
using System.Text.Json;
using ContainerKit.Images;

namespace ContainerKit;

public sealed partial class Image
{
    /// <summary>Asks the engine what it knows of the image.</summary>
    /// <exception cref="ImageNotFoundException">It was removed.</exception>
    /// <remarks>Engine API: <c>GET /images/{name}/json</c>.</remarks>
    public async Task<ImageDetails> InspectAsync(CancellationToken cancellationToken = default) =>
        ImageDetails.Read(await GetJsonAsync("inspect", "json", cancellationToken).ConfigureAwait(false));

    /// <summary>Asks the engine how the image was made.</summary>
    /// <returns>The steps, the last one first.</returns>
    /// <exception cref="ImageNotFoundException">It was removed.</exception>
    /// <remarks>Engine API: <c>GET /images/{name}/history</c>.</remarks>
    public async Task<IReadOnlyList<ImageHistoryEntry>> HistoryAsync(CancellationToken cancellationToken = default)
    {
        var list = await GetJsonAsync("read the history of", "history", cancellationToken).ConfigureAwait(false);
        return list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(ImageHistoryEntry.Read)] : [];
    }

    /// <summary>Removes the image's name, and the image with its last one.</summary>
    /// <inheritdoc cref="RemoveAsync(ImageRemoveOptions, CancellationToken)"/>
    public Task<ImageRemoveReport> RemoveAsync(CancellationToken cancellationToken = default) => RemoveAsync(new ImageRemoveOptions(), cancellationToken);

    /// <summary>Removes the image's name, and the image with its last one; with it go the images it was made from that have no name.</summary>
    /// <returns>The names and images that are gone.</returns>
    /// <exception cref="ImageNotFoundException">It is gone already.</exception>
    /// <exception cref="ImageInUseException">Containers or other images are made from it; the message names the containers.</exception>
    /// <remarks>Engine API: <c>DELETE /images/{name}</c>.</remarks>
    public Task<ImageRemoveReport> RemoveAsync(ImageRemoveOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ImageRemover.RemoveAsync(this, options, cancellationToken);
    }

    private async Task<JsonElement> GetJsonAsync(string verb, string resource, CancellationToken cancellationToken)
    {
        try
        {
            return await Engine.Calls.GetJsonAsync($"{verb} {this}", $"images/{Id}/{resource}", cancellationToken).ConfigureAwait(false);
        }
        catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            throw NotFound(verb, e);
        }
    }
}
