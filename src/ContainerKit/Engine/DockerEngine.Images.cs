using ContainerKit.Http;
using ContainerKit.Images;
using ContainerKit.Plans;

namespace ContainerKit;

public sealed partial class DockerEngine
{
    /// <summary>Lists the images on the engine that have a name, or had one.</summary>
    /// <inheritdoc cref="ListImagesAsync(ImageFilter, CancellationToken)"/>
    public Task<IReadOnlyList<ImageSummary>> ListImagesAsync(CancellationToken cancellationToken = default) => ListImagesAsync(new ImageFilter(), cancellationToken);

    /// <summary>Lists the images on the engine that fit a filter.</summary>
    /// <exception cref="EngineApiException">Among others, the image of <see cref="ImageFilter.Before"/> or <see cref="ImageFilter.Since"/> is not on the engine.</exception>
    /// <remarks>Engine API: <c>GET /images/json</c>.</remarks>
    public Task<IReadOnlyList<ImageSummary>> ListImagesAsync(ImageFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return ImageLookup.ListAsync(ApiClient, filter, cancellationToken);
    }

    /// <summary>Finds an image that is on the engine already; no registry is asked.</summary>
    /// <param name="nameOrId">Its name, its id, or so much of its id that no other begins the same.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ArgumentException">No image can have such a name or id.</exception>
    /// <exception cref="ImageNotFoundException">There is none.</exception>
    /// <remarks>Engine API: <c>GET /images/{name}/json</c>.</remarks>
    public Task<Image> FindImageAsync(string nameOrId, CancellationToken cancellationToken = default)
    {
        ImageLookup.Check(nameOrId);
        return Image.Find(nameOrId).On(this).ExecuteAsync(cancellationToken);
    }

    /// <summary>Removes the images that have no name and that no container is made from.</summary>
    /// <inheritdoc cref="PruneImagesAsync(ImagePruneFilter, CancellationToken)"/>
    public Task<ImagePruneReport> PruneImagesAsync(CancellationToken cancellationToken = default) => PruneImagesAsync(new ImagePruneFilter(), cancellationToken);

    /// <summary>Removes the images that no container is made from and that fit the filter, whoever made them.</summary>
    /// <returns>What is gone, and how many bytes that freed.</returns>
    /// <exception cref="EngineApiException">Among others, another prune is at work.</exception>
    /// <remarks>Engine API: <c>POST /images/prune</c>.</remarks>
    public async Task<ImagePruneReport> PruneImagesAsync(ImagePruneFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return ImagePruneReport.Read(await ApiClient.SendJsonAsync(EngineRequest.Post("images/prune", "prune images") with { Query = filter.Query(), Timeout = Timeout.InfiniteTimeSpan }, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Writes images into a stream as one tar archive, which a load on this or another engine reads. Layers that they share are in it once.</summary>
    /// <param name="images">Their names or ids. What is saved by its id is loaded without a name.</param>
    /// <param name="target">Where to; it stays the caller's.</param>
    /// <param name="cancellationToken">Ends the save; what has been written stays.</param>
    /// <exception cref="ArgumentException">No image is given, or a name is malformed.</exception>
    /// <exception cref="ImageNotFoundException">The engine does not have all of them; nothing was written.</exception>
    /// <remarks>Engine API: <c>GET /images/get</c>.</remarks>
    public Task SaveImagesAsync(IReadOnlyList<string> images, Stream target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(target);
        if (images.Count == 0) throw new ArgumentException("Name at least one image to save.", nameof(images));
        return ImageArchive.SaveAsync(ApiClient, [.. images.Select(ImageReference.Parse)], target, cancellationToken);
    }

    /// <summary>Loads the images of an archive that a save has made, with their names.</summary>
    /// <param name="archive">The archive, plain or compressed, read from where it stands. It stays the caller's.</param>
    /// <param name="cancellationToken">Ends the load; what it has loaded until then is removed again, and names go back.</param>
    /// <returns>The images, one for each of their names, which stay until they are removed.</returns>
    /// <exception cref="ImageTransferException">The archive is broken, or none.</exception>
    /// <remarks>Engine API: <c>POST /images/load</c>.</remarks>
    public Task<IReadOnlyList<Image>> LoadImagesAsync(Stream archive, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(archive);
        var load = new FirstStep<IReadOnlyList<ImageClient>>("load", scope => ImageArchive.LoadAsync(scope, () => archive, isOwned: false));
        var handles = new SelectStep<IReadOnlyList<ImageClient>, IReadOnlyList<Image>>(load, images => [.. images.Select(Image.From)]);
        return PlanRunner.RunAsync(handles, new PlanOptions { Engine = ApiClient }, cancellationToken);
    }

    /// <summary>Makes an image of one layer from a root file system.</summary>
    /// <inheritdoc cref="ImportImageAsync(Stream, string, ImageImportOptions, CancellationToken)"/>
    public Task<Image> ImportImageAsync(Stream rootFileSystem, string reference, CancellationToken cancellationToken = default) =>
        ImportImageAsync(rootFileSystem, reference, new ImageImportOptions(), cancellationToken);

    /// <summary>Makes an image of one layer from a root file system, such as <see cref="Container.ExportAsync"/> writes it.</summary>
    /// <param name="rootFileSystem">A tar archive, plain or compressed, read from where it stands. It stays the caller's.</param>
    /// <param name="reference">The image's name.</param>
    /// <param name="options">The image's configuration, of which an archive has none.</param>
    /// <param name="cancellationToken">Ends the import, and leaves nothing of it.</param>
    /// <returns>The image, which stays until it is removed.</returns>
    /// <exception cref="ArgumentException">The name is malformed, or has a digest.</exception>
    /// <exception cref="EngineApiException">The archive is broken, or a change is malformed.</exception>
    /// <remarks>Engine API: <c>POST /images/create</c>.</remarks>
    public Task<Image> ImportImageAsync(Stream rootFileSystem, string reference, ImageImportOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rootFileSystem);
        return Image.Import(rootFileSystem, reference, options).On(this).ExecuteAsync(cancellationToken);
    }
}
