using ContainerKit.Containers;
using ContainerKit.Diagnostics;
using ContainerKit.Images;
using ContainerKit.Plans;

namespace ContainerKit;

/// <summary>An image on an engine, and the word that chains begin with.</summary>
/// <example><code>
/// await Image.Pull("ubuntu").Run("sleep", "infinity").Exec("touch", "/x").Commit("my:0.1");
/// </code></example>
/// <remarks>A handle: it owns nothing and needs no disposing. Images stay until they are removed.</remarks>
public sealed partial class Image
{
    internal Image(DockerEngine engine, string id, ImageReference reference)
    {
        Engine = engine;
        Id = id;
        Reference = reference;
    }

    /// <summary>The engine it is on.</summary>
    public DockerEngine Engine { get; }

    /// <summary>The image's id, <c>sha256:</c> and 64 hexadecimal digits.</summary>
    public string Id { get; }

    /// <summary>The name it was reached by; its id where it has no name. Names move; the id does not.</summary>
    public ImageReference Reference { get; }

    /// <summary>The digest a registry has it under; null while it has been neither pulled nor pushed by that name, or was not asked for.</summary>
    public string? Digest { get; internal init; }

    /// <summary>Which of its platforms is meant, where the engine keeps several under one id; null for the engine's choice.</summary>
    internal string? Platform { get; init; }

    /// <summary>Plans for an image: it is pulled when it is not on the engine. Nothing is asked yet.</summary>
    /// <param name="reference">Its name, as the docker command takes it: <c>[registry/]name[:tag][@digest]</c>.</param>
    /// <exception cref="ArgumentException">The reference is malformed; the message says how.</exception>
    public static ImagePlan Pull(string reference) => Pull(reference, new PullOptions());

    /// <summary>Plans for an image, with a say in when its registry is asked.</summary>
    /// <inheritdoc cref="Pull(string)"/>
    public static ImagePlan Pull(string reference, PullPolicy policy) => Pull(reference, new PullOptions { Policy = policy });

    /// <summary>Plans for an image, with a say in when its registry is asked and by whom.</summary>
    /// <inheritdoc cref="Pull(string)"/>
    public static ImagePlan Pull(string reference, PullOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ImagePlan(new PullStep(ImageReference.Parse(reference), options), PlanOptions.None);
    }

    /// <summary>Plans for an image that is on the engine already; no registry is ever asked.</summary>
    /// <inheritdoc cref="Pull(string)"/>
    public static ImagePlan Local(string reference) => Pull(reference, PullPolicy.Never);

    /// <summary>Makes and starts a container that runs a command; without words, the image's own.</summary>
    /// <returns>The container, which is the caller's to dispose.</returns>
    /// <inheritdoc cref="RunAsync(ContainerSpec, CancellationToken)"/>
    public Task<Container> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken = default) =>
        RunAsync(new ContainerSpec([.. command]), cancellationToken);

    /// <summary>Makes and starts a container.</summary>
    /// <returns>The container, which is the caller's to dispose.</returns>
    /// <exception cref="ImageNotFoundException">The image was removed.</exception>
    /// <exception cref="NameConflictException">Another container has the name.</exception>
    /// <exception cref="PortConflictException">A published port is in use.</exception>
    /// <exception cref="CommandNotFoundException">The command is not in the image.</exception>
    /// <remarks>Engine API: <c>POST /containers/create</c>, <c>POST /containers/{id}/start</c>.</remarks>
    public Task<Container> RunAsync(ContainerSpec spec, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return RunStepAsync(new RunStep(ToStep(), spec), cancellationToken);
    }

    /// <summary>Makes a container that is to run a command, and does not start it; without words, the image's own.</summary>
    /// <returns>The container, which is the caller's to dispose.</returns>
    /// <inheritdoc cref="CreateAsync(ContainerSpec, CancellationToken)"/>
    public Task<Container> CreateAsync(IReadOnlyList<string> command, CancellationToken cancellationToken = default) =>
        CreateAsync(new ContainerSpec([.. command]), cancellationToken);

    /// <summary>Makes a container, and does not start it.</summary>
    /// <returns>The container, which is the caller's to dispose.</returns>
    /// <exception cref="ImageNotFoundException">The image was removed.</exception>
    /// <exception cref="NameConflictException">Another container has the name.</exception>
    /// <remarks>Engine API: <c>POST /containers/create</c>.</remarks>
    public Task<Container> CreateAsync(ContainerSpec spec, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return RunStepAsync(new CreateStep(ToStep(), spec), cancellationToken);
    }

    /// <summary>Gives the image one more name.</summary>
    /// <returns>The image under that name.</returns>
    /// <exception cref="ArgumentException">The name is malformed, or has a digest.</exception>
    /// <exception cref="ImageNotFoundException">The image was removed.</exception>
    /// <remarks>Engine API: <c>POST /images/{name}/tag</c>.</remarks>
    public Task<Image> TagAsync(string reference, CancellationToken cancellationToken = default)
    {
        var name = ImageOperations.NewName(reference);
        return RunStepAsync(new ThenStep<Image, Image>(ToStep(), $"tag {name}", (scope, image) => ImageOperations.TagAsync(scope, image, name)), cancellationToken);
    }

    /// <summary>Pushes the image to the registry in its <see cref="Reference"/>.</summary>
    /// <inheritdoc cref="PushAsync(RegistryCredential, CancellationToken)"/>
    public Task<Image> PushAsync(CancellationToken cancellationToken = default) => Push(null, cancellationToken);

    /// <summary>Pushes the image to the registry in its <see cref="Reference"/>, as this user.</summary>
    /// <returns>The image with its <see cref="Digest"/>.</returns>
    /// <exception cref="RegistryAccessDeniedException">The registry refused the credentials, or wants some.</exception>
    /// <exception cref="RegistryUnavailableException">The engine could not reach the registry.</exception>
    /// <remarks>Engine API: <c>POST /images/{name}/push</c>.</remarks>
    public Task<Image> PushAsync(RegistryCredential credential, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return Push(credential, cancellationToken);
    }

    /// <summary>The image's name and short id.</summary>
    public override string ToString() => Reference.IsId ? ErrorText.ShortId(Id) : $"{Reference} ({ErrorText.ShortId(Id)})";

    internal ImageNotFoundException NotFound(string operation, Exception inner) => new(Reference.ToString(),
        Platform is null
            ? $"Could not {operation} {this}: the engine has no such image any more. It was removed; pull or make it again."
            : $"Could not {operation} {this} for {Platform}: the engine does not have it, or not for that platform. Ask for a platform that it is built for, with PullOptions.Platform.", inner);

    private HaveStep<Image> ToStep() => new(this, Reference.ToString());

    private Task<Image> Push(RegistryCredential? credential, CancellationToken cancellationToken) => RunStepAsync(
        new ThenStep<Image, Image>(ToStep(), $"push {Reference}", (scope, image) => ImageOperations.PushAsync(scope, image, credential)), cancellationToken);

    private Task<T> RunStepAsync<T>(Step<T> step, CancellationToken cancellationToken) =>
        PlanRunner.RunAsync(step, new PlanOptions { Engine = Engine }, cancellationToken);
}
