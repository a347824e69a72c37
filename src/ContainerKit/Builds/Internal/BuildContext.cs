using System.Security.Cryptography;
using System.Text;

namespace ContainerKit.Builds;

/// <summary>What is sent to the engine: a folder, but for what is to be left out, and files that are not in it.</summary>
/// <param name="Folder">The folder, absolute; null for none.</param>
/// <param name="Rules">What of it is left out.</param>
/// <param name="Extra">Files by their names in the context, that go before those of the folder.</param>
/// <param name="Dockerfile">Where in the context the Dockerfile is.</param>
/// <param name="Text">The Dockerfile.</param>
internal sealed record BuildContext(string? Folder, IgnoreRules Rules, IReadOnlyDictionary<string, byte[]> Extra, string Dockerfile, DockerfileText Text)
{
    private const string IgnoreFile = ".dockerignore";
    private const string DefaultDockerfile = "Dockerfile";

    /// <summary>Looks at the folder and reads the Dockerfile.</summary>
    /// <exception cref="BuildFailedException">The folder or the Dockerfile is not there, or cannot be read.</exception>
    public static BuildContext Open(BuildSpec spec)
    {
        var folder = spec.Context is null ? null : Path.GetFullPath(spec.Context);
        if (folder is not null && !Directory.Exists(folder))
            throw new BuildFailedException($"Could not {spec}: there is no folder '{folder}'. Give the folder that holds what the Dockerfile copies.");
        try
        {
            return spec.Text is { } text ? OfText(folder, text) : OfFile(folder!, Path.GetFullPath(Path.Combine(folder!, spec.Dockerfile ?? DefaultDockerfile)));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BuildFailedException(
                $"Could not {spec}: there is no Dockerfile '{Path.GetFullPath(Path.Combine(folder!, spec.Dockerfile ?? DefaultDockerfile))}'. Name it with BuildSpec.Dockerfile, or give its text with BuildSpec.FromText.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new BuildFailedException($"Could not {spec}: {e.Message}", e);
        }
    }

    private static BuildContext OfText(string? folder, string text)
    {
        var parsed = DockerfileText.Parse(text);
        var bytes = Encoding.UTF8.GetBytes(text);
        return folder is null
            ? new BuildContext(null, IgnoreRules.None, new Dictionary<string, byte[]> { [DefaultDockerfile] = bytes }, DefaultDockerfile, parsed)
            : Beside(folder, ReadIgnoreFile(Path.Combine(folder, IgnoreFile)), bytes, parsed);
    }

    private static BuildContext OfFile(string folder, string file)
    {
        var bytes = File.ReadAllBytes(file);
        var parsed = DockerfileText.Parse(Encoding.UTF8.GetString(bytes));
        var ignore = ReadIgnoreFile(file + IgnoreFile) ?? ReadIgnoreFile(Path.Combine(folder, IgnoreFile));
        var inside = Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');
        if (Path.IsPathRooted(inside) || inside.StartsWith("../", StringComparison.Ordinal)) return Beside(folder, ignore, bytes, parsed);
        // Both go along whatever the rules say: the engine reads them, and takes them out again where the rules leave them out.
        var rules = ignore is null ? IgnoreRules.None : Parse(ignore).Except(IgnoreFile).Except(inside);
        return new BuildContext(folder, rules, new Dictionary<string, byte[]>(), inside, parsed);
    }

    // As the docker command does it: under a name that nothing else has, which the .dockerignore sent along leaves out of what COPY sees. The
    // name comes from the content, so that the same build is the same again.
    private static BuildContext Beside(string folder, string? ignore, byte[] dockerfile, DockerfileText parsed)
    {
        var name = ".dockerfile." + Convert.ToHexString(SHA256.HashData(dockerfile))[..20].ToLowerInvariant();
        var sent = $"{ignore ?? IgnoreFile}\n{name}\n";
        var rules = ignore is null ? IgnoreRules.None : Parse(ignore);
        return new BuildContext(folder, rules, new Dictionary<string, byte[]> { [name] = dockerfile, [IgnoreFile] = Encoding.UTF8.GetBytes(sent) }, name, parsed);
    }

    private static string? ReadIgnoreFile(string file) => File.Exists(file) ? File.ReadAllText(file) : null;

    private static IgnoreRules Parse(string ignore)
    {
        try
        {
            return IgnoreRules.Parse(ignore);
        }
        catch (FormatException e)
        {
            throw new FormatException($"its .dockerignore cannot be followed: {e.Message}.", e);
        }
    }
}
