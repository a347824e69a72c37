using ContainerKit.Http;
using ContainerKit.Images;
using ContainerKit.Plans;

namespace ContainerKit;

public sealed partial class DockerEngine
{
    /// <summary>Lists the images on the engine, without intermediate images of builds.</summary>
    /// <inheritdoc cref="ListImagesAsync(ImageFilter, CancellationToken)"/>
    public Task<IReadOnlyList<ImageSummary>> ListImagesAsync(CancellationToken cancellationToken = default) =>
        ListImagesAsync(new ImageFilter(), cancellationToken);

    /// <summary>Lists the images on the engine that match a filter.</summary>
    /// <exception cref="EngineApiException">
    /// The request failed, for example because the image of <see cref="ImageFilter.Before"/> or
    /// <see cref="ImageFilter.Since"/> is not on the engine.
    /// </exception>
    /// <remarks>Engine API: <c>GET /images/json</c>.</remarks>
    public Task<IReadOnlyList<ImageSummary>> ListImagesAsync(ImageFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return ImageLookup.ListAsync(ApiClient, filter, cancellationToken);
    }

    /// <summary>Finds an image on the engine. No registry is contacted.</summary>
    /// <param name="nameOrId">The name, the id, or an unambiguous prefix of the id.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="ArgumentException">The text cannot be an image name or id.</exception>
    /// <exception cref="ImageNotFoundException">The engine has no such image.</exception>
    /// <remarks>Engine API: <c>GET /images/{name}/json</c>.</remarks>
    public Task<Image> FindImageAsync(string nameOrId, CancellationToken cancellationToken = default)
    {
        ImageLookup.Check(nameOrId);
        return Image.Find(nameOrId).On(this).ExecuteAsync(cancellationToken);
    }

    /// <summary>Removes the dangling images that no container uses.</summary>
    /// <inheritdoc cref="PruneImagesAsync(ImagePruneFilter, CancellationToken)"/>
    public Task<ImagePruneReport> PruneImagesAsync(CancellationToken cancellationToken = default) =>
        PruneImagesAsync(new ImagePruneFilter(), cancellationToken);

    /// <summary>
    /// Removes the images that match a filter and that no container uses, including images that other clients created.
    /// </summary>
    /// <returns>The removed names and images, and the number of bytes freed.</returns>
    /// <exception cref="EngineApiException">
    /// The request failed, for example because another prune is in progress.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// The engine is Podman 4, and the filter has more than one condition on labels. It would remove the images that match one of them.
    /// </exception>
    /// <remarks>Engine API: <c>POST /images/prune</c>.</remarks>
    public async Task<ImagePruneReport> PruneImagesAsync(ImagePruneFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.Labels.Count > 1 || filter.WithoutLabels.Count > 0)
        {
            var quirks = await ApiClient.GetQuirksAsync(cancellationToken).ConfigureAwait(false);
            if (quirks.MatchesAnyImageFilter)
            {
                throw new NotSupportedException(
                    "Could not prune images: this engine, Podman 4, would remove images that match only one of the conditions on labels."
                    + " Use one label, or list the images and remove them.");
            }
        }

        var json = await ApiClient.SendJsonAsync(
            EngineRequest.Post("images/prune", "prune images") with { Query = filter.Query(), Timeout = Timeout.InfiniteTimeSpan },
            cancellationToken)
            .ConfigureAwait(false);
        return ImagePruneReport.Read(json);
    }

    /// <summary>
    /// Writes images to a stream as one tar archive, which can be loaded on this or another engine. Shared layers are
    /// written once.
    /// </summary>
    /// <param name="images">
    /// The names or ids of the images. An image that is saved by its id is loaded without a name.
    /// </param>
    /// <param name="target">The stream to write to. It remains open; the caller disposes it.</param>
    /// <param name="cancellationToken">Cancels the save. Data that was already written remains in the stream.</param>
    /// <exception cref="ArgumentException">The list is empty, or a name is malformed.</exception>
    /// <exception cref="ImageNotFoundException">
    /// The engine does not have all of the images. Nothing was written.
    /// </exception>
    /// <remarks>Engine API: <c>GET /images/get</c>.</remarks>
    public Task SaveImagesAsync(IReadOnlyList<string> images, Stream target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(target);
        if (images.Count == 0)
            throw new ArgumentException(
                "The list of images to save is empty. Name at least one image.", nameof(images));
        return ImageArchive.SaveAsync(ApiClient, [.. images.Select(ImageReference.Parse)], target, cancellationToken);
    }

    /// <summary>Loads the images of an archive that was created by a save, with their names.</summary>
    /// <param name="archive">
    /// The archive, plain or compressed, read from its current position. It remains open; the caller disposes it.
    /// </param>
    /// <param name="cancellationToken">
    /// Cancels the load. Images that were already loaded are removed, and their names are given back to the images that
    /// had them before.
    /// </param>
    /// <returns>The images, one for each name. They stay until they are removed.</returns>
    /// <exception cref="ImageTransferException">The archive is broken or not an image archive.</exception>
    /// <remarks>Engine API: <c>POST /images/load</c>.</remarks>
    public Task<IReadOnlyList<Image>> LoadImagesAsync(Stream archive, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(archive);
        var load = Step.Create(
            "load", context => ImageArchive.LoadAsync(context, () => archive, isOwned: false));
        var handles = load.Select(IReadOnlyList<Image> (images) => [.. images.Select(Image.From)]);
        return PlanRunner.RunAsync(handles, new PlanOptions { Engine = ApiClient }, cancellationToken);
    }

    /// <summary>Creates an image with one layer from a root file system.</summary>
    /// <inheritdoc cref="ImportImageAsync(Stream, string, ImageImportOptions, CancellationToken)"/>
    public Task<Image> ImportImageAsync(Stream rootFileSystem, string reference, CancellationToken cancellationToken = default) =>
        ImportImageAsync(rootFileSystem, reference, new ImageImportOptions(), cancellationToken);

    /// <summary>
    /// Creates an image with one layer from a root file system, such as one written by
    /// <see cref="Container.ExportAsync"/>.
    /// </summary>
    /// <param name="rootFileSystem">
    /// A tar archive, plain or compressed, read from its current position. It remains open; the caller disposes it.
    /// </param>
    /// <param name="reference">The name of the image.</param>
    /// <param name="options">The configuration of the image, which the archive does not contain.</param>
    /// <param name="cancellationToken">Cancels the import. The image is not created.</param>
    /// <returns>The image. It stays until it is removed.</returns>
    /// <exception cref="ArgumentException">The name is malformed or contains a digest.</exception>
    /// <exception cref="EngineApiException">
    /// The archive is broken, or an instruction of <see cref="ImageImportOptions.Changes"/> is malformed.
    /// </exception>
    /// <remarks>Engine API: <c>POST /images/create</c>.</remarks>
    public Task<Image> ImportImageAsync(
        Stream rootFileSystem, string reference, ImageImportOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rootFileSystem);
        return Image.Import(rootFileSystem, reference, options).On(this).ExecuteAsync(cancellationToken);
    }
}
