using ContainerKit.Containers;
using ContainerKit.Images;
using ContainerKit.Plans;

namespace ContainerKit;

/// <summary>A plan whose result is an image.</summary>
public sealed class ImagePlan : Plan<Image>
{
    internal ImagePlan(Step<ImageClient> source, PlanOptions options)
        : base(source.Select(Image.From), options) => Source = source;

    /// <summary>The step that provides the image.</summary>
    internal Step<ImageClient> Source { get; }

    /// <summary>
    /// Creates a container from the image and starts it, with this command or, if it is empty, with the image's own
    /// command. It does not wait for the process to exit.
    /// </summary>
    public ContainerPlan Run(params string[] command) => Run(new ContainerSpec(command));

    /// <summary>
    /// Creates a container from the image with this spec and starts it. It does not wait for the process to exit.
    /// </summary>
    public ContainerPlan Run(ContainerSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new ContainerPlan(new RunStep(Source, spec), Options);
    }

    /// <summary>
    /// Creates a container from the image without starting it, with this command or, if it is empty, with the image's
    /// own command.
    /// </summary>
    public ContainerPlan Create(params string[] command) => Create(new ContainerSpec(command));

    /// <summary>Creates a container from the image with this spec, without starting it.</summary>
    public ContainerPlan Create(ContainerSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new ContainerPlan(new CreateStep(Source, spec), Options);
    }

    /// <summary>
    /// Adds a name to the image. The name is kept if the plan succeeds. If the plan fails, the name is given back to
    /// the image that had it before.
    /// </summary>
    /// <exception cref="ArgumentException">The name is malformed or contains a digest.</exception>
    public ImagePlan Tag(string reference)
    {
        var name = ImageReference.ParseNewName(reference);
        return Then($"tag {name}", (context, image) => ImageOperations.TagAsync(context, image, name));
    }

    /// <summary>Pushes the image to the registry in its name.</summary>
    public ImagePlan Push() => Then("push", (context, image) => ImageOperations.PushAsync(context, image, credential: null));

    /// <summary>Pushes the image to the registry in its name, with these credentials.</summary>
    public ImagePlan Push(RegistryCredential credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return Then($"push as {credential}", (context, image) => ImageOperations.PushAsync(context, image, credential));
    }

    /// <summary>Writes the image with its name to a stream as a tar archive. The stream is not closed.</summary>
    public ImagePlan Save(Stream target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Then("save", async (context, image) =>
        {
            await ImageArchive.SaveAsync(context.Engine, [image.Reference], target, context.Token).ConfigureAwait(false);
            return image;
        });
    }

    /// <summary>Runs a callback with the image. An exception from it fails the plan.</summary>
    public ImagePlan Do(Func<Image, CancellationToken, Task> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Then("do", async (context, image) =>
        {
            await action(Image.From(image), context.Token).ConfigureAwait(false);
            return image;
        });
    }

    /// <inheritdoc/>
    public override ImagePlan On(DockerEngine engine) => (ImagePlan)base.On(engine);

    /// <inheritdoc/>
    public override ImagePlan WithProgress(IProgress<PlanProgress> progress) => (ImagePlan)base.WithProgress(progress);

    /// <inheritdoc/>
    public override ImagePlan KeepOnFailure() => (ImagePlan)base.KeepOnFailure();

    /// <inheritdoc/>
    public override ImagePlan Once() => (ImagePlan)base.Once();

    /// <inheritdoc/>
    public override ImagePlan OnFailure(Func<PlanFailure, CancellationToken, Task<Exception>> handler) =>
        (ImagePlan)base.OnFailure(handler);

    /// <inheritdoc/>
    public override ImagePlan WithOptionsOf<TOther>(Plan<TOther> other) => (ImagePlan)base.WithOptionsOf(other);

    private protected override ImagePlan With(PlanOptions options) => new(Source, options);

    private ImagePlan Then(string text, Func<PlanContext, ImageClient, Task<ImageClient>> operation) =>
        new(Source.Then(text, operation), Options);
}
