using ContainerKit.Files;
using ContainerKit.Images;
using ContainerKit.Plans;

namespace ContainerKit;

public sealed partial class Image
{
    /// <summary>
    /// Creates a plan that loads the single image of an archive. The file is opened each time the plan runs.
    /// </summary>
    /// <param name="archivePath">
    /// The path of the archive on this machine, plain or compressed, as written by a save.
    /// </param>
    /// <remarks>
    /// Use <see cref="DockerEngine.LoadImagesAsync"/> for an archive with several images. Engine API:
    /// <c>POST /images/load</c>.
    /// </remarks>
    public static ImagePlan Load(string archivePath)
    {
        ArgumentException.ThrowIfNullOrEmpty(archivePath);
        return CreatePlan(
            "load " + archivePath,
            context => ImageArchive.LoadOneAsync(context, () => OpenFile(archivePath), isOwned: true));
    }

    /// <summary>Creates a plan that loads the single image of an archive.</summary>
    /// <param name="archive">
    /// The archive, plain or compressed, as written by a save. It is read from its current position and remains open;
    /// the caller disposes it. If the plan runs twice, the second run continues at the position that the first run
    /// left.
    /// </param>
    /// <remarks>
    /// Use <see cref="DockerEngine.LoadImagesAsync"/> for an archive with several images. Engine API:
    /// <c>POST /images/load</c>.
    /// </remarks>
    public static ImagePlan Load(Stream archive)
    {
        ArgumentNullException.ThrowIfNull(archive);
        return CreatePlan("load", context => ImageArchive.LoadOneAsync(context, () => archive, isOwned: false));
    }

    /// <inheritdoc cref="Import(string, string, ImageImportOptions)"/>
    public static ImagePlan Import(string archivePath, string reference) =>
        Import(archivePath, reference, new ImageImportOptions());

    /// <summary>
    /// Creates a plan that creates an image with one layer from a root file system. The file is opened each time the
    /// plan runs.
    /// </summary>
    /// <param name="archivePath">The path of a tar archive on this machine, plain or compressed.</param>
    /// <param name="reference">The name of the image.</param>
    /// <param name="options">The configuration of the image, which the archive does not contain.</param>
    /// <exception cref="ArgumentException">The name is malformed or contains a digest.</exception>
    /// <remarks>Engine API: <c>POST /images/create</c>.</remarks>
    public static ImagePlan Import(string archivePath, string reference, ImageImportOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(archivePath);
        ArgumentNullException.ThrowIfNull(options);
        var name = ImageReference.ParseNewName(reference);
        return CreatePlan(
            $"import {archivePath} as {name}",
            context => ImageArchive.ImportAsync(context, () => OpenFile(archivePath), isOwned: true, name, options));
    }

    /// <inheritdoc cref="Import(Stream, string, ImageImportOptions)"/>
    public static ImagePlan Import(Stream rootFileSystem, string reference) =>
        Import(rootFileSystem, reference, new ImageImportOptions());

    /// <summary>
    /// Creates a plan that creates an image with one layer from a root file system, such as one written by
    /// <see cref="Container.ExportAsync"/>.
    /// </summary>
    /// <param name="rootFileSystem">
    /// A tar archive, plain or compressed. It is read from its current position and remains open; the caller disposes
    /// it. If the plan runs twice, the second run continues at the position that the first run left.
    /// </param>
    /// <param name="reference">The name of the image.</param>
    /// <param name="options">The configuration of the image, which the archive does not contain.</param>
    /// <exception cref="ArgumentException">The name is malformed or contains a digest.</exception>
    /// <remarks>Engine API: <c>POST /images/create</c>.</remarks>
    public static ImagePlan Import(Stream rootFileSystem, string reference, ImageImportOptions options)
    {
        ArgumentNullException.ThrowIfNull(rootFileSystem);
        ArgumentNullException.ThrowIfNull(options);
        var name = ImageReference.ParseNewName(reference);
        return CreatePlan(
            $"import {name}",
            context => ImageArchive.ImportAsync(context, () => rootFileSystem, isOwned: false, name, options));
    }

    /// <summary>Writes the image to a stream as a tar archive, with the name in <see cref="Reference"/>.</summary>
    /// <param name="target">The stream to write to. It remains open; the caller disposes it.</param>
    /// <param name="cancellationToken">Cancels the save. Data that was already written remains in the stream.</param>
    /// <exception cref="ImageNotFoundException">The image or its name was removed.</exception>
    /// <remarks>Engine API: <c>GET /images/get</c>.</remarks>
    public Task SaveAsync(Stream target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        return ImageArchive.SaveAsync(Client.Engine, [Reference], target, cancellationToken);
    }

    private static ImagePlan CreatePlan(string text, Func<PlanContext, Task<ImageClient>> load) =>
        new(Step.Create(text, load), PlanOptions.None);

    private static FileStream OpenFile(string path) => HostFile.OpenRead(path, FileOptions.Asynchronous | FileOptions.SequentialScan);
}
