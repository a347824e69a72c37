using ContainerKit.Containers;
using ContainerKit.Images;
using ContainerKit.Plans;

namespace ContainerKit;

/// <summary>A chain that ends in an image.</summary>
public sealed class ImagePlan : Plan<Image>
{
    internal ImagePlan(Step<ImageClient> source, PlanOptions options)
        : base(new SelectStep<ImageClient, Image>(source, Image.From), options) => Source = source;

    /// <summary>The step that provides the image.</summary>
    internal Step<ImageClient> Source { get; }

    /// <summary>Then makes a container from the image and starts it, with this command; without words, with the image's own. It does not wait for the process to end.</summary>
    public ContainerPlan Run(params string[] command) => Run(new ContainerSpec(command));

    /// <summary>Then makes a container from the image, as described, and starts it. It does not wait for the process to end.</summary>
    public ContainerPlan Run(ContainerSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new ContainerPlan(new RunStep(Source, spec), Options);
    }

    /// <summary>Then makes a container from the image, with this command, and does not start it; without words, with the image's own.</summary>
    public ContainerPlan Create(params string[] command) => Create(new ContainerSpec(command));

    /// <summary>Then makes a container from the image, as described, and does not start it.</summary>
    public ContainerPlan Create(ContainerSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new ContainerPlan(new CreateStep(Source, spec), Options);
    }

    /// <summary>Then gives the image one more name. The name stays when the chain succeeds, and goes back to who had it when the chain fails.</summary>
    /// <exception cref="ArgumentException">The name is malformed, or has a digest.</exception>
    public ImagePlan Tag(string reference)
    {
        var name = ImageOperations.NewName(reference);
        return Then($"tag {name}", (scope, image) => ImageOperations.TagAsync(scope, image, name));
    }

    /// <summary>Then pushes the image to the registry in its name.</summary>
    public ImagePlan Push() => Then("push", (scope, image) => ImageOperations.PushAsync(scope, image, credential: null));

    /// <summary>Then pushes the image to the registry in its name, as this user.</summary>
    public ImagePlan Push(RegistryCredential credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return Then($"push as {credential}", (scope, image) => ImageOperations.PushAsync(scope, image, credential));
    }

    /// <summary>Then writes the image into a stream as a tar archive, with its name. The stream stays the caller's.</summary>
    public ImagePlan Save(Stream target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Then("save", async (scope, image) =>
        {
            await ImageArchive.SaveAsync(scope.Engine, [image.Reference], target, scope.Token).ConfigureAwait(false);
            return image;
        });
    }

    /// <summary>Then does something of the caller's with the image. An exception from it fails the chain.</summary>
    public ImagePlan Do(Func<Image, CancellationToken, Task> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Then("do", async (scope, image) =>
        {
            await action(Image.From(image), scope.Token).ConfigureAwait(false);
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

    private protected override ImagePlan With(PlanOptions options) => new(Source, options);

    private ImagePlan Then(string text, Func<PlanContext, ImageClient, Task<ImageClient>> work) =>
        new(new ThenStep<ImageClient, ImageClient>(Source, text, work), Options);
}
