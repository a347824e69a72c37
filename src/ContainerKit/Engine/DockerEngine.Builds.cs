namespace ContainerKit;

public sealed partial class DockerEngine
{
    /// <summary>Builds an image from a folder with a <c>Dockerfile</c>.</summary>
    /// <param name="context">The folder, absolute or from the current one.</param>
    /// <param name="cancellationToken">Ends the build: the engine stops the step it is at.</param>
    /// <inheritdoc cref="BuildImageAsync(BuildSpec, CancellationToken)"/>
    public Task<Image> BuildImageAsync(string context, CancellationToken cancellationToken = default) => BuildImageAsync(new BuildSpec(context), cancellationToken);

    /// <summary>Builds an image.</summary>
    /// <param name="spec">What to build it from, and how.</param>
    /// <param name="cancellationToken">Ends the build: the engine stops the step it is at.</param>
    /// <returns>The image, by its first tag. One without tags has a name of its own, and stays until it is removed with <see cref="Image.RemoveAsync(CancellationToken)"/>.</returns>
    /// <exception cref="BuildFailedException">A step failed, with its number, command, exit code and output; or the Dockerfile or the context is no good.</exception>
    /// <remarks>Engine API: <c>POST /build</c>.</remarks>
    public Task<Image> BuildImageAsync(BuildSpec spec, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Image.Build(spec).On(this).ExecuteAsync(cancellationToken);
    }
}
