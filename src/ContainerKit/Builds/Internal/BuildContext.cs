using System.Security.Cryptography;
using System.Text;

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

        string DockerfilePath() => Path.GetFullPath(Path.Combine(folder!, spec.Dockerfile ?? DefaultDockerfile));
    }

    private static BuildContext FromText(string? folder, string text)
    {
        var parsed = DockerfileText.Parse(text);
        var bytes = Encoding.UTF8.GetBytes(text);
        if (folder is not null)
            return WithExternalDockerfile(folder, ReadIgnoreFile(Path.Combine(folder, IgnoreFile)), bytes, parsed);

        var extra = new Dictionary<string, byte[]> { [DefaultDockerfile] = bytes };
        return new BuildContext(null, IgnoreRules.None, extra, DefaultDockerfile, parsed);
    }

    private static BuildContext FromFile(string folder, string file)
    {
        var bytes = File.ReadAllBytes(file);
        var parsed = DockerfileText.Parse(Encoding.UTF8.GetString(bytes));
        var ignore = ReadIgnoreFile(file + IgnoreFile) ?? ReadIgnoreFile(Path.Combine(folder, IgnoreFile));
        var relative = Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');
        if (Path.IsPathRooted(relative) || relative.StartsWith("../", StringComparison.Ordinal))
            return WithExternalDockerfile(folder, ignore, bytes, parsed);
        // Both files are sent even if the rules exclude them: the engine reads them, and removes excluded ones before
        // COPY and ADD.
        var rules = ignore is null ? IgnoreRules.None : ParseIgnoreFile(ignore).Except(IgnoreFile).Except(relative);
        return new BuildContext(folder, rules, new Dictionary<string, byte[]>(), relative, parsed);
    }

    // As in the Docker CLI, a Dockerfile that is not in the directory is sent under a unique name, and the
    // .dockerignore of the request excludes it from COPY and ADD. The name is a hash of the content, so that the same
    // build sends the same request.
    private static BuildContext WithExternalDockerfile(string folder, string? ignore, byte[] dockerfile, DockerfileText parsed)
    {
        var name = ".dockerfile." + Convert.ToHexString(SHA256.HashData(dockerfile))[..20].ToLowerInvariant();
        var sentIgnore = $"{ignore ?? IgnoreFile}\n{name}\n";
        var rules = ignore is null ? IgnoreRules.None : ParseIgnoreFile(ignore);
        var extra = new Dictionary<string, byte[]> { [name] = dockerfile, [IgnoreFile] = Encoding.UTF8.GetBytes(sentIgnore) };
        return new BuildContext(folder, rules, extra, name, parsed);
    }

    private static string? ReadIgnoreFile(string file) => File.Exists(file) ? File.ReadAllText(file) : null;

    private static IgnoreRules ParseIgnoreFile(string text)
    {
        try
        {
            return IgnoreRules.Parse(text);
        }
        catch (FormatException e)
        {
            throw new FormatException($"its .dockerignore is invalid: {e.Message}.", e);
        }
    }
}
