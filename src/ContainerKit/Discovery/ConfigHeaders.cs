using System.Text.Json;
using ContainerKit.Diagnostics;

namespace ContainerKit.Discovery;

/// <summary>
/// The headers in <c>HttpHeaders</c> of <c>config.json</c>, which are sent with each request, for example for a gateway in front of the
/// engine. See addHeaders in https://github.com/moby/moby/blob/v28.2.2/client/request.go.
/// </summary>
/// <param name="File">The file.</param>
/// <param name="Values">The headers.</param>
internal sealed record ConfigHeaders(string File, IReadOnlyList<KeyValuePair<string, string>> Values)
{
    // Go's client leaves these out too, except the two of the connection, which would break the library's requests.
    private static readonly HashSet<string> _ignored = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "User-Agent", "Content-Length", "Transfer-Encoding", "Trailer", "Connection", "Upgrade",
    };

    /// <summary>Reads the headers in the content of a file; null if it has none.</summary>
    /// <exception cref="FormatException">A header cannot be sent. The message names the file, and not the value.</exception>
    public static ConfigHeaders? FromConfiguration(JsonElement json, string file)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, member) in DockerConfiguration.GetMap(json, "HttpHeaders"))
        {
            if (DockerConfiguration.AsString(member) is not { } value || _ignored.Contains(name)) continue;
            if (name.Length == 0 || !name.All(IsTokenCharacter) || value.Any(static c => c is not '\t' && (c < ' ' || c > '~')))
                throw ArgumentErrors.Format(
                    $"The header '{name}' in HttpHeaders of '{file}' cannot be sent: a name has letters, digits and '-', and a value has "
                        + "ASCII characters without line breaks. Correct or remove it.");
            headers[name] = value;
        }

        return headers.Count > 0 ? new ConfigHeaders(file, [.. headers]) : null;
    }

    /// <summary>Adds the headers to a request. Headers that the request has take precedence.</summary>
    public void AddTo(HttpRequestMessage message)
    {
        foreach (var (name, value) in Values)
        {
            if (!message.Headers.NonValidated.Contains(name)) message.Headers.TryAddWithoutValidation(name, value);
        }
    }

    /// <summary>Returns the file and the names, because values may be secrets.</summary>
    public override string ToString() => $"{File}: {string.Join(", ", Values.Select(static each => each.Key))}";

    // See token in https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2.
    private static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal);
}
