using System.Text;
using ContainerKit.Containers;
using ContainerKit.Diagnostics;
using ContainerKit.Files;

namespace ContainerKit;

/// <summary>
/// A secret of a build, which <c>RUN --mount=type=secret,id=...</c> can read. The value is in no layer, no message, no log and no
/// <see cref="ToString"/>. Immutable.
/// </summary>
/// <example><code>
/// new BuildSpec("./app") { Secrets = new Dictionary&lt;string, BuildSecret&gt; { ["npmrc"] = BuildSecret.FromFile("/home/me/.npmrc") } }
/// </code></example>
public sealed class BuildSecret
{
    /// <summary>The largest secret that BuildKit accepts.</summary>
    internal const int MaximumSize = 500 * 1024;

    private readonly string _source;
    private readonly Func<byte[]> _read;

    private BuildSecret(string source, Func<byte[]> read)
    {
        _source = source;
        _read = read;
    }

    /// <summary>Creates a secret from a text.</summary>
    /// <exception cref="ArgumentException">The text is longer than 500 KiB in UTF-8.</exception>
    public static BuildSecret FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length <= MaximumSize
            ? new BuildSecret("a text", () => bytes)
            : throw ArgumentErrors.Create($"The secret is longer than {MaximumSize / 1024} KiB.", nameof(text));
    }

    /// <summary>Creates a secret from a file. The file is read when the build runs.</summary>
    /// <param name="path">The path, absolute or relative to the current directory. It is not a part of the build context.</param>
    /// <exception cref="ArgumentException">The path is empty or contains a null character.</exception>
    public static BuildSecret FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var file = SpecValidation.ValidateText(path, "The path of a secret")!;
        return new BuildSecret($"the file '{file}'", () => ReadFile(file));
    }

    /// <summary>Creates a secret from an environment variable of this process. It is read when the build runs.</summary>
    /// <exception cref="ArgumentException">The name is empty or contains a null character.</exception>
    public static BuildSecret FromEnvironment(string variable)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(variable);
        var name = SpecValidation.ValidateText(variable, "The name of an environment variable")!;
        return new BuildSecret($"the environment variable {name}", () => ReadVariable(name));
    }

    /// <summary>Returns the source of the secret, without the value.</summary>
    public override string ToString() => _source;

    /// <summary>Reads the value.</summary>
    /// <exception cref="IOException">The value cannot be read, or is too long.</exception>
    internal byte[] Read() => _read();

    private static byte[] ReadFile(string path)
    {
        try
        {
            using var file = HostFile.OpenRead(path);
            using var bytes = new MemoryStream();
            var buffer = new byte[16 * 1024];
            for (int count; (count = file.Read(buffer)) > 0;)
            {
                bytes.Write(buffer, 0, count);
                if (bytes.Length > MaximumSize) throw new IOException($"it is longer than {MaximumSize / 1024} KiB");
            }

            return bytes.ToArray();
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private static byte[] ReadVariable(string name) => Environment.GetEnvironmentVariable(name) is { } value
        ? Encoding.UTF8.GetBytes(value)
        : throw new IOException("it is not set");
}
