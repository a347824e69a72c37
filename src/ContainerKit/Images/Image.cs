using ContainerKit.Cleanup;
using ContainerKit.Containers;
using ContainerKit.Images;
using ContainerKit.Plans;
using ContainerKit.Sessions;

namespace ContainerKit;

/// <summary>An image on an engine. Its static methods start a plan.</summary>
/// <example><code>
/// await Image.Pull("ubuntu").Run("sleep", "infinity").Exec("touch", "/x").Commit("my:0.1");
/// </code></example>
/// <remarks>A handle: it owns nothing and needs no disposal. Images stay until they are removed.</remarks>
public sealed partial class Image : IResourceHandle
{
    internal Image(ImageClient client) => Client = client;

    /// <summary>The engine of the image.</summary>
    public DockerEngine Engine => DockerEngine.For(Client.Engine);

    /// <summary>The image's id, <c>sha256:</c> and 64 hexadecimal digits.</summary>
    public string Id => Client.Id;

    /// <summary>
    /// The name that the image was found by; its id if it has no name. A name can move to another image; the id does
    /// not change.
    /// </summary>
    public ImageReference Reference => Client.Reference;

    /// <summary>
    /// The digest of the image in its registry. Null if the image was neither pulled nor pushed by this name, or if the
    /// digest was not requested.
    /// </summary>
    public string? Digest => Client.Digest;

    /// <summary>
    /// Indicates whether <see cref="Reference"/> is a generated name, which a build gives to an image without a name of
    /// its own. The plan that built the image removes it.
    /// </summary>
    public bool HasGeneratedName => ResourceLabels.GetImageSession(Reference.ToString()) is not null;

    internal ImageClient Client { get; }

    /// <summary>
    /// Creates a plan that pulls an image if it is not on the engine. No request is sent before the plan runs.
    /// </summary>
    /// <param name="reference">
    /// The name of the image, as for the Docker CLI: <c>[registry/]name[:tag][@digest]</c>.
    /// </param>
    /// <exception cref="ArgumentException">The reference is malformed. The message contains the reason.</exception>
    public static ImagePlan Pull(string reference) => Pull(reference, new PullOptions());

    /// <summary>Creates a plan that pulls an image, with a policy for contacting the registry.</summary>
    /// <inheritdoc cref="Pull(string)"/>
    public static ImagePlan Pull(string reference, PullPolicy policy) =>
        Pull(reference, new PullOptions { Policy = policy });

    /// <summary>Creates a plan that pulls an image, with options such as the policy and the credentials.</summary>
    /// <inheritdoc cref="Pull(string)"/>
    public static ImagePlan Pull(string reference, PullOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ImagePlan(new PullStep(ImageReference.Parse(reference), reference, options), PlanOptions.None);
    }

    /// <summary>Creates a plan that finds an image on the engine by its name. No registry is contacted.</summary>
    /// <inheritdoc cref="Pull(string)"/>
    public static ImagePlan Local(string reference) => Pull(reference, PullPolicy.Never);

    /// <summary>
    /// Creates and starts a container that runs a command; without arguments, the command of the image.
    /// </summary>
    /// <returns>The container. The caller disposes it.</returns>
    /// <inheritdoc cref="RunAsync(ContainerSpec, CancellationToken)"/>
    public Task<Container> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken = default) =>
        RunAsync(new ContainerSpec([.. command]), cancellationToken);

    /// <summary>Creates and starts a container.</summary>
    /// <returns>The container. The caller disposes it.</returns>
    /// <exception cref="ImageNotFoundException">The image was removed.</exception>
    /// <exception cref="NameConflictException">Another container already has the name.</exception>
    /// <exception cref="PortConflictException">A published port is already in use on the host.</exception>
    /// <exception cref="CommandNotFoundException">The command is not in the image or not executable.</exception>
    /// <remarks>Engine API: <c>POST /containers/create</c>, <c>POST /containers/{id}/start</c>.</remarks>
    public Task<Container> RunAsync(ContainerSpec spec, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return RunStepAsync(new RunStep(ToStep(), spec), Container.From, cancellationToken);
    }

    /// <summary>
    /// Creates a container for a command, without starting it; without arguments, for the command of the image.
    /// </summary>
    /// <returns>The container. The caller disposes it.</returns>
    /// <inheritdoc cref="CreateAsync(ContainerSpec, CancellationToken)"/>
    public Task<Container> CreateAsync(IReadOnlyList<string> command, CancellationToken cancellationToken = default) =>
        CreateAsync(new ContainerSpec([.. command]), cancellationToken);

    /// <summary>Creates a container without starting it.</summary>
    /// <returns>The container. The caller disposes it.</returns>
    /// <exception cref="ImageNotFoundException">The image was removed.</exception>
    /// <exception cref="NameConflictException">Another container already has the name.</exception>
    /// <remarks>Engine API: <c>POST /containers/create</c>.</remarks>
    public Task<Container> CreateAsync(ContainerSpec spec, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return RunStepAsync(new CreateStep(ToStep(), spec), Container.From, cancellationToken);
    }

    /// <summary>Adds a name to the image.</summary>
    /// <returns>The image with the new name as its reference.</returns>
    /// <exception cref="ArgumentException">The name is malformed or contains a digest.</exception>
    /// <exception cref="ImageNotFoundException">The image was removed.</exception>
    /// <remarks>Engine API: <c>POST /images/{name}/tag</c>.</remarks>
    public Task<Image> TagAsync(string reference, CancellationToken cancellationToken = default)
    {
        var name = ImageReference.ParseNewName(reference);
        var step = ToStep().Then(
            $"tag {name}", (context, image) => ImageOperations.TagAsync(context, image, name));
        return RunStepAsync(step, From, cancellationToken);
    }

    /// <summary>Pushes the image to the registry in its <see cref="Reference"/>.</summary>
    /// <inheritdoc cref="PushAsync(RegistryCredential, CancellationToken)"/>
    public Task<Image> PushAsync(CancellationToken cancellationToken = default) =>
        PushCoreAsync(null, cancellationToken);

    /// <summary>Pushes the image to the registry in its <see cref="Reference"/>, with these credentials.</summary>
    /// <returns>The image with its <see cref="Digest"/>.</returns>
    /// <exception cref="RegistryAccessDeniedException">
    /// The registry refused the credentials or requires some.
    /// </exception>
    /// <exception cref="RegistryUnavailableException">The engine could not reach the registry.</exception>
    /// <remarks>Engine API: <c>POST /images/{name}/push</c>.</remarks>
    public Task<Image> PushAsync(RegistryCredential credential, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return PushCoreAsync(credential, cancellationToken);
    }

    /// <summary>Returns the image's name and short id.</summary>
    public override string ToString() => Client.ToString();

    /// <summary>Returns the handle of an image.</summary>
    internal static Image From(ImageClient client) => new(client);

    void IResourceHandle.AddTo(ResultResources resources) => resources.AddImage(Reference);

    private Step<ImageClient> ToStep() => Step.FromResult(Client, Reference.ToString());

    private Task<Image> PushCoreAsync(RegistryCredential? credential, CancellationToken cancellationToken)
    {
        var step = ToStep().Then(
            $"push {Reference}", (context, image) => ImageOperations.PushAsync(context, image, credential));
        return RunStepAsync(step, From, cancellationToken);
    }

    private Task<T> RunStepAsync<TClient, T>(Step<TClient> step, Func<TClient, T> select, CancellationToken cancellationToken) =>
        PlanRunner.RunAsync(step.Select(select), new PlanOptions { Engine = Client.Engine }, cancellationToken);
}
