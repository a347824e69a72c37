using ContainerKit.Images;
using ContainerKit.Plans;

namespace ContainerKit;

public sealed partial class Image
{
    /// <summary>Plans for the one image of an archive that a save has made. The file is opened each time the plan runs.</summary>
    /// <param name="archivePath">The archive on this machine, plain or compressed.</param>
    /// <remarks>An archive with several images is what <see cref="DockerEngine.LoadImagesAsync"/> is for. Engine API: <c>POST /images/load</c>.</remarks>
    public static ImagePlan Load(string archivePath)
    {
        ArgumentException.ThrowIfNullOrEmpty(archivePath);
        return CreatePlan("load " + archivePath, scope => ImageArchive.LoadOneAsync(scope, () => OpenFile(archivePath), isOwned: true));
    }

    /// <summary>Plans for the one image of an archive that a save has made.</summary>
    /// <param name="archive">
    /// The archive, plain or compressed, read from where it stands. It stays the caller's; a plan that runs twice finds it where the first run left it.
    /// </param>
    /// <remarks>An archive with several images is what <see cref="DockerEngine.LoadImagesAsync"/> is for. Engine API: <c>POST /images/load</c>.</remarks>
    public static ImagePlan Load(Stream archive)
    {
        ArgumentNullException.ThrowIfNull(archive);
        return CreatePlan("load", scope => ImageArchive.LoadOneAsync(scope, () => archive, isOwned: false));
    }

    /// <inheritdoc cref="Import(string, string, ImageImportOptions)"/>
    public static ImagePlan Import(string archivePath, string reference) => Import(archivePath, reference, new ImageImportOptions());

    /// <summary>Plans for an image of one layer from a root file system. The file is opened each time the plan runs.</summary>
    /// <param name="archivePath">A tar archive on this machine, plain or compressed.</param>
    /// <param name="reference">The image's name.</param>
    /// <param name="options">The image's configuration, of which an archive has none.</param>
    /// <exception cref="ArgumentException">The name is malformed, or has a digest.</exception>
    /// <remarks>Engine API: <c>POST /images/create</c>.</remarks>
    public static ImagePlan Import(string archivePath, string reference, ImageImportOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(archivePath);
        ArgumentNullException.ThrowIfNull(options);
        var name = ImageOperations.NewName(reference);
        return CreatePlan($"import {archivePath} as {name}", scope => ImageArchive.ImportAsync(scope, () => OpenFile(archivePath), isOwned: true, name, options));
    }

    /// <inheritdoc cref="Import(Stream, string, ImageImportOptions)"/>
    public static ImagePlan Import(Stream rootFileSystem, string reference) => Import(rootFileSystem, reference, new ImageImportOptions());

    /// <summary>Plans for an image of one layer from a root file system, such as <see cref="Container.ExportAsync"/> writes it.</summary>
    /// <param name="rootFileSystem">
    /// A tar archive, plain or compressed, read from where it stands. It stays the caller's; a plan that runs twice finds it where the first run left it.
    /// </param>
    /// <param name="reference">The image's name.</param>
    /// <param name="options">The image's configuration, of which an archive has none.</param>
    /// <exception cref="ArgumentException">The name is malformed, or has a digest.</exception>
    /// <remarks>Engine API: <c>POST /images/create</c>.</remarks>
    public static ImagePlan Import(Stream rootFileSystem, string reference, ImageImportOptions options)
    {
        ArgumentNullException.ThrowIfNull(rootFileSystem);
        ArgumentNullException.ThrowIfNull(options);
        var name = ImageOperations.NewName(reference);
        return CreatePlan($"import {name}", scope => ImageArchive.ImportAsync(scope, () => rootFileSystem, isOwned: false, name, options));
    }

    /// <summary>Writes the image into a stream as a tar archive, with the name it was reached by.</summary>
    /// <param name="target">Where to; it stays the caller's.</param>
    /// <param name="cancellationToken">Ends the save; what has been written stays.</param>
    /// <exception cref="ImageNotFoundException">It was removed, or its name was.</exception>
    /// <remarks>Engine API: <c>GET /images/get</c>.</remarks>
    public Task SaveAsync(Stream target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        return ImageArchive.SaveAsync(Engine, [Reference], target, cancellationToken);
    }

    private static ImagePlan CreatePlan(string text, Func<PlanContext, Task<Image>> work) => new(new FirstStep<Image>(text, work), PlanOptions.None);

    private static FileStream OpenFile(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
}
