using System.Text.Json;
using ContainerKit.Images;
using ContainerKit.Plans;

namespace ContainerKit;

public sealed partial class Image
{
    /// <summary>Gets the configuration of the image from the engine.</summary>
    /// <exception cref="ImageNotFoundException">The image was removed.</exception>
    /// <remarks>Engine API: <c>GET /images/{name}/json</c>.</remarks>
    public async Task<ImageDetails> InspectAsync(CancellationToken cancellationToken = default)
    {
        var json = await Client.Engine.SendJsonAsync(Client.Get("json", "inspect"), cancellationToken).ConfigureAwait(false);
        return ImageDetails.Read(json) with { Handle = Client };
    }

    /// <summary>
    /// Creates a plan that gets the configuration of an image on the engine, like <c>docker image inspect</c>. Its
    /// <c>Image</c> property is the handle.
    /// </summary>
    /// <param name="nameOrId">The name, the id, or an unambiguous prefix of the id.</param>
    /// <exception cref="ArgumentException">The text cannot be an image name or id.</exception>
    /// <remarks>
    /// Running the plan throws <see cref="ImageNotFoundException"/> if the engine has no such image. Engine API:
    /// <c>GET /images/{name}/json</c>.
    /// </remarks>
    public static Plan<ImageDetails> Inspect(string nameOrId)
    {
        ImageLookup.Check(nameOrId);
        return new Plan<ImageDetails>(
            Step.Create($"inspect {nameOrId}", context => ImageLookup.InspectAsync(context.Engine, nameOrId, context.Token)),
            PlanOptions.None);
    }

    /// <summary>Gets the history of the image: the steps that created it.</summary>
    /// <returns>The steps, newest first.</returns>
    /// <exception cref="ImageNotFoundException">The image was removed.</exception>
    /// <remarks>Engine API: <c>GET /images/{name}/history</c>.</remarks>
    public async Task<IReadOnlyList<ImageHistoryEntry>> HistoryAsync(CancellationToken cancellationToken = default)
    {
        var list = await Client.Engine.SendJsonAsync(Client.Get("history", "read the history of"), cancellationToken).ConfigureAwait(false);
        return list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(ImageHistoryEntry.Read)] : [];
    }

    /// <summary>Removes the name of the image, and with its last name the image.</summary>
    /// <inheritdoc cref="RemoveAsync(ImageRemoveOptions, CancellationToken)"/>
    public Task<ImageRemoveReport> RemoveAsync(CancellationToken cancellationToken = default) =>
        RemoveAsync(new ImageRemoveOptions(), cancellationToken);

    /// <summary>
    /// Removes the name of the image, and with its last name the image. Parent images without a name are removed too.
    /// </summary>
    /// <returns>The removed names and images.</returns>
    /// <exception cref="ImageNotFoundException">The image was already removed.</exception>
    /// <exception cref="ImageInUseException">
    /// Containers or other images are based on the image. The message lists the containers.
    /// </exception>
    /// <remarks>Engine API: <c>DELETE /images/{name}</c>.</remarks>
    public Task<ImageRemoveReport> RemoveAsync(ImageRemoveOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ImageRemover.RemoveAsync(Client, options, cancellationToken);
    }
}
