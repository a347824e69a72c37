using ContainerKit.Containers;
using ContainerKit.Diagnostics;
using ContainerKit.Images;
using ContainerKit.Registries;

namespace ContainerKit;

/// <summary>
/// The description of an image build: the context, the Dockerfile and the options of <c>docker build</c>. Immutable.
/// </summary>
/// <example><code>
/// new BuildSpec("./app") { Tags = ["app:1"], Arguments = new Dictionary&lt;string, string&gt; { ["VERSION"] = "1.2" } }
/// BuildSpec.FromText("FROM busybox\nRUN echo hi &gt; /hi")
/// </code></example>
public sealed record BuildSpec
{
    /// <summary>
    /// Creates a build from a folder that contains a <c>Dockerfile</c>. The folder is read when the build runs.
    /// </summary>
    /// <param name="context">
    /// The context folder, absolute or relative to the current directory. Its content is sent to the engine, except for
    /// the paths excluded by its <c>.dockerignore</c>.
    /// </param>
    public BuildSpec(string context)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(context);
        Context = context;
    }

    private BuildSpec(string text, string? context)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        Text = text;
        Context = context;
    }

    /// <summary>The context folder that is sent to the engine. Null if the build has no context.</summary>
    public string? Context { get; }

    /// <summary>
    /// The path of the Dockerfile, absolute or relative to <see cref="Context"/>. It may be outside of the context. A
    /// file next to it with the same name plus <c>.dockerignore</c> takes precedence over the <c>.dockerignore</c> of
    /// the context. Default: <c>Dockerfile</c>, or <c>dockerfile</c> if there is no such file.
    /// </summary>
    /// <exception cref="ArgumentException">The Dockerfile was already given as text.</exception>
    public string? Dockerfile
    {
        get;
        init => field = value is null || Text is null
            ? value
            : throw new ArgumentException(
                "The Dockerfile of this build was already given as text. Use new BuildSpec(context) for a Dockerfile in a file.",
                nameof(value));
    }

    /// <summary>
    /// The values of the Dockerfile's <c>ARG</c> instructions. The library shows them in no message and no log. They
    /// remain readable in the history of the image, so use <see cref="Secrets"/> for secrets. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, string> Arguments
    {
        get;
        init => field = SpecValidation.ValidateEnvironment(value);
    } = SpecValidation.EmptyMap;

    /// <summary>
    /// The secrets that <c>RUN --mount=type=secret,id=...</c> can read, by id. They are sent only to a step that asks for them, and are
    /// in no layer of the image. They require BuildKit. Default: none.
    /// </summary>
    /// <exception cref="ArgumentException">An id has other characters than letters, digits and <c>_.-/:@+</c>.</exception>
    public IReadOnlyDictionary<string, BuildSecret> Secrets
    {
        get;
        init => field = ValidateSecrets(value);
    } = new Dictionary<string, BuildSecret>();

    /// <summary>The stage to build, by its name in <c>FROM ... AS name</c>. Default: the last stage.</summary>
    /// <exception cref="ArgumentException">The value contains a null character.</exception>
    public string? Target
    {
        get;
        init => field = SpecValidation.ValidateText(value, "The target");
    }

    /// <summary>The labels of the image. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Labels
    {
        get;
        init => field = SpecValidation.ValidateLabels(value);
    } = SpecValidation.EmptyMap;

    /// <summary>
    /// The names of the image, <c>[registry/]name[:tag]</c>. The image keeps them. If the plan fails, each name is
    /// given back to the image that had it before. A build without tags uses a generated name: see
    /// <see cref="Image.Build(BuildSpec)"/> for its lifetime. Default: none.
    /// </summary>
    /// <exception cref="ArgumentException">A name is malformed or contains a digest.</exception>
    public IReadOnlyList<string> Tags
    {
        get;
        init => field = [.. SpecValidation.ValidateStrings(value, "tags").Select(name => ImageReference.ParseNewName(name).ToString())];
    } = [];

    /// <summary>Indicates whether all steps run without using the build cache. Default: false.</summary>
    public bool NoCache { get; init; }

    /// <summary>
    /// Indicates whether newer base images are pulled from their registries. Default: false, which pulls only missing
    /// ones.
    /// </summary>
    public bool Pull { get; init; }

    /// <summary>
    /// The platform to build for: <c>os/architecture[/variant]</c>, or only the operating system or the architecture,
    /// such as <c>linux/arm64</c>. Default: the platform of the engine.
    /// </summary>
    /// <exception cref="ArgumentException">The text is not a platform.</exception>
    public string? Platform
    {
        get;
        init => field = value is null ? null : PlatformName.Normalize(value);
    }

    /// <summary>
    /// The network of <c>RUN</c> instructions: <c>none</c>, <c>host</c>, or the name of a network. Default: the default
    /// network of the engine.
    /// </summary>
    /// <exception cref="ArgumentException">The value contains a null character.</exception>
    public string? Network
    {
        get;
        init => field = SpecValidation.ValidateText(value, "The network");
    }

    /// <summary>
    /// The credentials for pulling base images, by registry: <c>["ghcr.io"] = credential</c>. Default: as for
    /// <see cref="PullOptions.Credential"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The name of a registry is malformed.</exception>
    public IReadOnlyDictionary<string, RegistryCredential> Credentials
    {
        get;
        init => field = ValidateCredentials(value);
    } = new Dictionary<string, RegistryCredential>();

    /// <summary>The builder to use. Default: the one that the Dockerfile requires.</summary>
    public BuilderKind Builder { get; init; }

    /// <summary>
    /// A callback that receives each output line of the build, in order, on the reading thread. An exception from it
    /// fails the build. For typed progress use <see cref="Plan{T}.WithProgress"/>. Default: none.
    /// </summary>
    public Action<string>? OnLine { get; init; }

    /// <summary>The text of the Dockerfile. Null if it is read from a file.</summary>
    internal string? Text { get; }

    /// <summary>
    /// Creates a build from the text of a Dockerfile, without a context. Its <c>COPY</c> instructions can only read
    /// from other stages and images.
    /// </summary>
    public static BuildSpec FromText(string dockerfile) => new(dockerfile, context: null);

    /// <summary>Creates a build from the text of a Dockerfile, with a context folder.</summary>
    /// <param name="dockerfile">The text of the Dockerfile.</param>
    /// <param name="context">The context folder that is sent to the engine. It needs no Dockerfile.</param>
    public static BuildSpec FromText(string dockerfile, string context)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(context);
        return new BuildSpec(dockerfile, context);
    }

    /// <summary>Returns the build on one line, without the values of its arguments.</summary>
    public override string ToString()
    {
        var parts = new List<string> { "build" };
        parts.AddRange(Tags.Select(tag => "-t " + tag));
        if (Target is not null) parts.Add("--target " + Target);
        if (Platform is not null) parts.Add("--platform " + Platform);
        if (Dockerfile is not null) parts.Add("-f " + Dockerfile);
        parts.Add(Text is null ? Context! : Context is null ? "from text" : $"{Context} from text");
        return string.Join(' ', parts);
    }

    private static Dictionary<string, BuildSecret> ValidateSecrets(IReadOnlyDictionary<string, BuildSecret> secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        foreach (var (id, secret) in secrets)
        {
            if (id.Length == 0 || !id.All(c => char.IsAsciiLetterOrDigit(c) || "_.-/:@+".Contains(c, StringComparison.Ordinal)))
            {
                throw ArgumentErrors.Create(
                    $"'{VisibleText.Quote(id)}' is not a valid id of a secret. Use letters, digits and _.-/:@+ only.", nameof(secrets));
            }

            if (secret is null) throw ArgumentErrors.Create($"The secret '{id}' is null. Leave it out.", nameof(secrets));
        }

        return new Dictionary<string, BuildSecret>(secrets);
    }

    private static Dictionary<string, RegistryCredential> ValidateCredentials(
        IReadOnlyDictionary<string, RegistryCredential> credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        foreach (var (registry, credential) in credentials)
        {
            RegistryName.Parse(registry);
            if (credential is null)
                throw ArgumentErrors.Create(
                    $"The credential for the registry '{registry}' is null. Leave it out.", nameof(credentials));
        }

        return new Dictionary<string, RegistryCredential>(credentials);
    }
}
