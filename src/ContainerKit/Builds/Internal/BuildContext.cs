using System.Security.Cryptography;
using System.Text;
using ContainerKit.Diagnostics;
using ContainerKit.Files;

namespace ContainerKit.Builds;

/// <summary>
/// The files of a build: a directory without its excluded files, and additional files that are not in the directory.
/// </summary>
/// <param name="Folder">The absolute path of the directory; null for none.</param>
/// <param name="Rules">The rules that exclude files of the directory.</param>
/// <param name="Extra">
/// The additional files by their names in the context. They replace files of the directory with the same name.
/// </param>
/// <param name="Dockerfile">The path of the Dockerfile in the context.</param>
/// <param name="Text">The Dockerfile.</param>
internal sealed record BuildContext(
    string? Folder, IgnoreRules Rules, IReadOnlyDictionary<string, byte[]> Extra, string Dockerfile, DockerfileText Text)
{
    private const string IgnoreFile = ".dockerignore";
    private const string DefaultDockerfile = "Dockerfile";
    private const string AlternativeDockerfile = "dockerfile";

    private IgnoreRules BuildKitRules { get; init; } = IgnoreRules.None;

    // Indicates whether the rules exclude the Dockerfile, which is sent in any case.
    private bool ExcludesDockerfile { get; init; }

    /// <summary>The files that a session serves.</summary>
    public required SessionFiles SessionFiles { get; init; }

    /// <summary>Reads the Dockerfile and the <c>.dockerignore</c> of a build.</summary>
    /// <exception cref="BuildFailedException">
    /// The directory or the Dockerfile does not exist, or a file cannot be read.
    /// </exception>
    public static BuildContext Open(BuildSpec spec)
    {
        var folder = spec.Context is null ? null : Path.GetFullPath(spec.Context);
        if (folder is not null && !Directory.Exists(folder))
        {
            throw new BuildFailedException(
                $"Could not {spec}: there is no folder '{folder}'. Pass the folder with the files that the Dockerfile copies.");
        }

        try
        {
            return spec.Text is { } text ? FromText(folder, text) : FromFile(folder!, DockerfilePath());
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BuildFailedException(
                $"Could not {spec}: there is no Dockerfile '{DockerfilePath()}'. "
                    + "Set BuildSpec.Dockerfile to its path, or pass its text to BuildSpec.FromText.",
                e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new BuildFailedException($"Could not {spec}: {e.Message}", e);
        }

        string DockerfilePath() => Path.GetFullPath(Path.Combine(folder!, spec.Dockerfile ?? FindDefaultDockerfile(folder!)));
    }

    // As in the Docker CLI, "dockerfile" is used if there is no "Dockerfile":
    // https://github.com/docker/cli/blob/v28.0.0/cli/command/image/build/context.go.
    private static string FindDefaultDockerfile(string folder) =>
        !Path.Exists(Path.Combine(folder, DefaultDockerfile)) && new FileInfo(Path.Combine(folder, DefaultDockerfile)).LinkTarget is null
        && Path.Exists(Path.Combine(folder, AlternativeDockerfile))
            ? AlternativeDockerfile
            : DefaultDockerfile;

    /// <summary>
    /// Returns the files that BuildKit needs. It does not read the <c>.dockerignore</c> of a context that is sent as an
    /// archive, so a <c>.dockerignore</c> that its own rules exclude is left out, and none is added. The classic builder
    /// needs it to exclude files from COPY and ADD.
    /// </summary>
    public BuildContext ForBuildKit() => this with
    {
        Rules = BuildKitRules,
        Extra = Extra.Where(file => file.Key != IgnoreFile).ToDictionary(file => file.Key, file => file.Value),
    };

    /// <summary>
    /// Returns the files for an engine that applies the <c>.dockerignore</c> to the filtered files again, by other rules. The sent
    /// <c>.dockerignore</c> excludes nothing but a Dockerfile that is external or that the rules exclude.
    /// </summary>
    public BuildContext WithoutIgnoreFile()
    {
        if (Folder is null) return this;
        var hasFile = File.Exists(Path.Combine(Folder, IgnoreFile))
            && !BuildKitRules.Evaluate(IgnoreFile, IgnoreRules.MatchResult.Top, CancellationToken.None).IsExcluded;
        var excludesDockerfile = ExcludesDockerfile || Extra.ContainsKey(Dockerfile);
        var extra = Extra.Where(file => file.Key != IgnoreFile).ToDictionary(file => file.Key, file => file.Value);
        if (hasFile || excludesDockerfile)
            extra[IgnoreFile] = Encoding.UTF8.GetBytes((excludesDockerfile ? Dockerfile + "\n" : "") + (hasFile ? "" : IgnoreFile + "\n"));
        return this with { Rules = BuildKitRules, Extra = extra };
    }

    private static BuildContext FromText(string? folder, string text)
    {
        var parsed = DockerfileText.Parse(text);
        var bytes = Encoding.UTF8.GetBytes(text);
        if (folder is not null)
            return WithExternalDockerfile(folder, ContextReader.Read(folder, IgnoreFile), DefaultDockerfile, bytes, parsed);

        var extra = new Dictionary<string, byte[]> { [DefaultDockerfile] = bytes };
        return new BuildContext(null, IgnoreRules.None, extra, DefaultDockerfile, parsed)
        {
            SessionFiles = new SessionFiles(DefaultDockerfile, bytes, IgnoreFile: null, IgnoreRules.None),
        };
    }

    private static BuildContext FromFile(string folder, string file)
    {
        var relative = Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');
        var isOutside = Path.IsPathRooted(relative) || relative.StartsWith("../", StringComparison.Ordinal);
        // The caller named a file outside of the context, so that its path is trusted. The files next to it are not.
        var (directory, name) = isOutside ? (Path.GetDirectoryName(file)!, Path.GetFileName(file)) : (folder, relative);
        var bytes = (isOutside ? ReadTrusted(file) : ContextReader.Read(folder, relative))
            ?? throw new FileNotFoundException($"Could not find file '{file}'.", file);
        var parsed = DockerfileText.Parse(Encoding.UTF8.GetString(bytes));
        var ignore = ContextReader.Read(directory, name + IgnoreFile) ?? ContextReader.Read(folder, IgnoreFile);
        if (isOutside) return WithExternalDockerfile(folder, ignore, name, bytes, parsed);
        // Both files are sent even if the rules exclude them: the engine reads them, and the classic builder removes
        // excluded ones before COPY and ADD.
        var rules = ignore is null ? IgnoreRules.None : ParseIgnoreFile(ignore);
        return new BuildContext(
            folder, rules.Except(IgnoreFile).Except(relative), new Dictionary<string, byte[]>(), relative, parsed)
        {
            BuildKitRules = rules.Except(relative),
            SessionFiles = new SessionFiles(Path.GetFileName(relative), bytes, ignore, rules),
            ExcludesDockerfile = rules.Evaluate(relative, IgnoreRules.MatchResult.Top, CancellationToken.None).IsExcluded,
        };
    }

    private static byte[]? ReadTrusted(string file)
    {
        var target = new FileInfo(file).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? file;
        return ContextReader.Read(Path.GetDirectoryName(target)!, Path.GetFileName(target));
    }

    // As in the Docker CLI, a Dockerfile that is not in the directory is sent under a unique name, and the
    // .dockerignore of the request excludes it from COPY and ADD. The name is a hash of the content, so that the same
    // build sends the same request.
    private static BuildContext WithExternalDockerfile(
        string folder, byte[]? ignore, string fileName, byte[] dockerfile, DockerfileText parsed)
    {
        var name = ".dockerfile." + Convert.ToHexString(SHA256.HashData(dockerfile))[..20].ToLowerInvariant();
        byte[] sentIgnore = [.. ignore ?? Encoding.UTF8.GetBytes(IgnoreFile), .. Encoding.UTF8.GetBytes($"\n{name}\n")];
        var rules = ignore is null ? IgnoreRules.None : ParseIgnoreFile(ignore);
        var extra = new Dictionary<string, byte[]> { [name] = dockerfile, [IgnoreFile] = sentIgnore };
        return new BuildContext(folder, rules, extra, name, parsed)
        {
            BuildKitRules = rules,
            SessionFiles = new SessionFiles(fileName, dockerfile, ignore, rules),
        };
    }

    private static IgnoreRules ParseIgnoreFile(byte[] text)
    {
        try
        {
            return IgnoreRules.Parse(PathText.Decode(text));
        }
        catch (FormatException e)
        {
            throw ArgumentErrors.Format($"its .dockerignore is invalid: {e.Message}.", e);
        }
    }
}
