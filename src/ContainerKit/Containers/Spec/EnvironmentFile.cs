using System.Text;
using ContainerKit.Diagnostics;
using ContainerKit.Files;

namespace ContainerKit;

/// <summary>
/// Reads files with environment variables in the format of <c>docker run --env-file</c>, for
/// <see cref="ContainerSpec.Environment"/> and <see cref="ExecSpec.Environment"/>.
/// </summary>
/// <remarks>
/// Each line is <c>NAME=VALUE</c>. The value is everything after the first <c>=</c>: quotes, spaces and <c>#</c> belong
/// to it. A line with a name only takes the value of this process's variable, or is skipped if there is none. Empty lines
/// and lines that begin with <c>#</c> are skipped. If a name occurs twice, the last line applies.
/// </remarks>
/// <example><code>
/// new ContainerSpec { Environment = EnvironmentFile.Read("shop.env") }
/// </code></example>
public static class EnvironmentFile
{
    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file, which must be encoded in UTF-8.</summary>
    /// <exception cref="FormatException">
    /// A line has no name, a name with spaces, or a null character, or the file is not valid UTF-8. The message has the number
    /// of the line, but not its content, which may be a secret.
    /// </exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var file = HostFile.OpenRead(path);
            using var bytes = new MemoryStream();
            file.CopyTo(bytes);
            return Parse(_utf8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
        }
        catch (DecoderFallbackException e)
        {
            throw ArgumentErrors.Format($"The environment file {path} is not valid UTF-8. Save it in that encoding.", e);
        }
        catch (FormatException e)
        {
            throw ArgumentErrors.Format($"The environment file {path}: {e.Message}", e);
        }
    }

    /// <summary>Parses the content of a file.</summary>
    /// <exception cref="FormatException">
    /// A line has no name, a name with spaces, or a null character. The message has the number of the line, but not its content.
    /// </exception>
    public static IReadOnlyDictionary<string, string> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in text.TrimStart('\uFEFF').Split('\n'))
        {
            number++;
            AddLine(variables, (line.EndsWith('\r') ? line[..^1] : line).TrimStart(), number);
        }

        return variables;
    }

    private static void AddLine(Dictionary<string, string> variables, string line, int number)
    {
        if (line.Length == 0 || line[0] == '#') return;
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? line : line[..equals];
        if (name.Length == 0) throw ArgumentErrors.Format($"line {number} has no name before '='.");
        if (name.AsSpan().ContainsAny(' ', '\t'))
            throw ArgumentErrors.Format($"the name in line {number} contains a space. Write NAME=VALUE without spaces around the name.");
        if (line.Contains('\0', StringComparison.Ordinal)) throw ArgumentErrors.Format($"line {number} contains a null character.");
        var value = equals < 0 ? Environment.GetEnvironmentVariable(name) : line[(equals + 1)..];
        if (value is not null) variables[name] = value;
    }
}
