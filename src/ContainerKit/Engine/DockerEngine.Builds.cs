namespace ContainerKit;

public sealed partial class DockerEngine
{
    /// <summary>Builds an image from a folder that contains a <c>Dockerfile</c>.</summary>
    /// <param name="context">The context folder, absolute or relative to the current directory.</param>
    /// <param name="cancellationToken">Cancels the build. The engine stops the current step.</param>
    /// <inheritdoc cref="BuildImageAsync(BuildSpec, CancellationToken)"/>
    public Task<Image> BuildImageAsync(string context, CancellationToken cancellationToken = default) =>
        BuildImageAsync(new BuildSpec(context), cancellationToken);

    /// <summary>Builds an image.</summary>
    /// <param name="spec">The context, the Dockerfile and the options of the build.</param>
    /// <param name="cancellationToken">Cancels the build. The engine stops the current step.</param>
    /// <returns>
    /// The image, with its first tag as the reference. An image without tags gets a generated name. The image stays
    /// until it is removed with <see cref="Image.RemoveAsync(CancellationToken)"/>.
    /// </returns>
    /// <exception cref="BuildFailedException">
    /// A step failed, or the Dockerfile or the context is invalid. The exception contains the step's number, command,
    /// exit code and output.
    /// </exception>
    /// <remarks>Engine API: <c>POST /build</c>.</remarks>
    public Task<Image> BuildImageAsync(BuildSpec spec, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Image.Build(spec).On(this).ExecuteAsync(cancellationToken);
    }
}
