using ContainerKit.Containers;
using ContainerKit.Images;
using ContainerKit.Registries;

namespace ContainerKit;

/// <summary>
/// How an image is to be built: what <c>docker build</c>'s options say. Immutable.
/// </summary>
/// <example><code>
/// new BuildSpec("./app") { Tags = ["app:1"], Arguments = new Dictionary&lt;string, string&gt; { ["VERSION"] = "1.2" } }
/// BuildSpec.FromText("FROM busybox\nRUN echo hi &gt; /hi")
/// </code></example>
public sealed record BuildSpec
{
    /// <summary>A build from a folder, with the <c>Dockerfile</c> in it. The folder is read when the build runs.</summary>
    /// <param name="context">The folder, absolute or from the current one; what it holds is sent to the engine, but for what its <c>.dockerignore</c> leaves out.</param>
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

    /// <summary>The folder that is sent to the engine; null for none.</summary>
    public string? Context { get; }

    /// <summary>
    /// The Dockerfile, absolute or from <see cref="Context"/>; it may lie outside of it. Beside it, a file of its name with <c>.dockerignore</c> at the
    /// end goes before the context's own <c>.dockerignore</c>. Default: <c>Dockerfile</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The Dockerfile is given as text.</exception>
    public string? Dockerfile
    {
        get;
        init => field = value is null || Text is null
            ? value
            : throw new ArgumentException("This build has its Dockerfile as text already; use new BuildSpec(context) for one in a file.", nameof(value));
    }

    /// <summary>
    /// Values of the Dockerfile's <c>ARG</c>s. They appear in no message and no log of this library; but they stay readable in the history of
    /// the image, so secrets do not belong here.
    /// </summary>
    public IReadOnlyDictionary<string, string> Arguments
    {
        get;
        init => field = SpecValidation.ValidateEnvironment(value);
    } = SpecValidation.EmptyMap;

    /// <summary>The stage to build, by its name in <c>FROM ... AS name</c>. Default: the last one.</summary>
    public string? Target { get; init; }

    /// <summary>Labels for the image.</summary>
    public IReadOnlyDictionary<string, string> Labels
    {
        get;
        init => field = SpecValidation.ValidateLabels(value);
    } = SpecValidation.EmptyMap;

    /// <summary>
    /// The names the image gets, <c>[registry/]name[:tag]</c>. They stay, and go back to who had them when the chain fails. A build without any
    /// gives a name of its own, which lives as long as the chain: see <see cref="Image.Build(BuildSpec)"/>. Default: none.
    /// </summary>
    /// <exception cref="ArgumentException">A name is malformed, or has a digest.</exception>
    public IReadOnlyList<string> Tags
    {
        get;
        init => field = [.. SpecValidation.ValidateStrings(value, "tags").Select(name => ImageOperations.NewName(name).ToString())];
    } = [];

    /// <summary>Whether every step is run anew, whatever the engine's cache has. Default: false.</summary>
    public bool NoCache { get; init; }

    /// <summary>Whether the registries are asked for newer base images. Default: false; only what is missing is pulled.</summary>
    public bool Pull { get; init; }

    /// <summary>The platform to build for, as <c>os/architecture[/variant]</c> or one of the first two alone: <c>linux/arm64</c>. Default: the engine's own.</summary>
    /// <exception cref="ArgumentException">The text is not a platform.</exception>
    public string? Platform
    {
        get;
        init => field = value is null ? null : PlatformName.Normalize(value);
    }

    /// <summary>The network that <c>RUN</c> has: <c>none</c>, <c>host</c>, or a network's name. Default: the engine's default network.</summary>
    public string? Network { get; init; }

    /// <summary>Who pulls the base images, by registry: <c>["ghcr.io"] = credential</c>. Default: as with <see cref="PullOptions.Credential"/>.</summary>
    /// <exception cref="ArgumentException">A registry's name is malformed.</exception>
    public IReadOnlyDictionary<string, RegistryCredential> Credentials
    {
        get;
        init => field = ValidateCredentials(value);
    } = new Dictionary<string, RegistryCredential>();

    /// <summary>Which builder of the engine does it. Default: the one that the Dockerfile needs.</summary>
    public BuilderKind Builder { get; init; }

    /// <summary>
    /// Called with each line that the build shows, in order, on the reading thread: its steps, and what they write. An exception from it fails
    /// the build. Typed news come by <see cref="Plan{T}.WithProgress"/>. Default: none.
    /// </summary>
    public Action<string>? OnLine { get; init; }

    /// <summary>The Dockerfile, where it was given as text.</summary>
    internal string? Text { get; }

    /// <summary>A build from a Dockerfile given as text, without a context: it can <c>COPY</c> from other stages and images only.</summary>
    public static BuildSpec FromText(string dockerfile) => new(dockerfile, context: null);

    /// <summary>A build from a Dockerfile given as text, in a folder that may have no Dockerfile.</summary>
    /// <param name="dockerfile">The Dockerfile itself.</param>
    /// <param name="context">The folder that is sent to the engine.</param>
    public static BuildSpec FromText(string dockerfile, string context)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(context);
        return new BuildSpec(dockerfile, context);
    }

    /// <summary>The build on one line; values of arguments are not shown.</summary>
    public override string ToString()
    {
        var words = new List<string> { "build" };
        words.AddRange(Tags.Select(tag => "-t " + tag));
        if (Target is not null) words.Add("--target " + Target);
        if (Platform is not null) words.Add("--platform " + Platform);
        if (Dockerfile is not null) words.Add("-f " + Dockerfile);
        words.Add(Text is null ? Context! : Context is null ? "from text" : $"{Context} from text");
        return string.Join(' ', words);
    }

    private static Dictionary<string, RegistryCredential> ValidateCredentials(IReadOnlyDictionary<string, RegistryCredential> credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        foreach (var (registry, credential) in credentials)
        {
            RegistryName.Parse(registry);
            if (credential is null) throw new ArgumentException($"The credential for '{registry}' is null; leave it out.", nameof(credentials));
        }

        return new Dictionary<string, RegistryCredential>(credentials);
    }
}
