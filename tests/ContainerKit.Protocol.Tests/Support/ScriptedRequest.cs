using System.Globalization;
using System.Text;

namespace ContainerKit.Protocol.Tests.Support;

/// <summary>A request as it was received.</summary>
internal sealed record ScriptedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The path without the API version and without the query.</summary>
    public string Path => HasVersion ? VersionedPath[VersionedPath.IndexOf('/', 1)..] : VersionedPath;

    /// <summary>The API version in the path, such as <c>v1.41</c>; empty for none.</summary>
    public string Version => HasVersion ? VersionedPath[1..VersionedPath.IndexOf('/', 1)] : "";

    public string Query => Target.IndexOf('?') is >= 0 and var index ? Uri.UnescapeDataString(Target[(index + 1)..]) : "";

    private string VersionedPath => Target.Split('?')[0];

    private bool HasVersion => VersionedPath.StartsWith("/v1.", StringComparison.Ordinal);

    public override string ToString() => $"{Method} {Path}";

    /// <returns>Null at the end of the connection.</returns>
    public static async Task<ScriptedRequest?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (await ReadLineAsync(stream, cancellationToken) is not { } requestLine) return null;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await ReadLineAsync(stream, cancellationToken) is { Length: > 0 } line)
            headers[line[..line.IndexOf(':')]] = line[(line.IndexOf(':') + 1)..].Trim();

        var body = new MemoryStream();
        if (headers.TryGetValue("Content-Length", out var length))
        {
            await CopyAsync(int.Parse(length, CultureInfo.InvariantCulture));
        }
        else if (headers.ContainsKey("Transfer-Encoding"))
        {
            int size;
            do
            {
                size = int.Parse(await ReadLineAsync(stream, cancellationToken) ?? throw new EndOfStreamException(),
                    NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                await CopyAsync(size);
                await ReadLineAsync(stream, cancellationToken);
            }
            while (size > 0);
        }

        var parts = requestLine.Split(' ');
        return new ScriptedRequest(parts[0], parts[1], headers, Encoding.UTF8.GetString(body.ToArray()));

        async Task CopyAsync(int count)
        {
            var bytes = new byte[count];
            await stream.ReadExactlyAsync(bytes, cancellationToken);
            body.Write(bytes);
        }
    }

    // Reads byte by byte, so that no bytes of a hijacked stream are consumed.
    private static async Task<string?> ReadLineAsync(Stream stream, CancellationToken cancellationToken)
    {
        var (line, buffer) = (new List<byte>(), new byte[1]);
        while (await stream.ReadAsync(buffer, cancellationToken) == 1)
        {
            if (buffer[0] == '\n') return Encoding.Latin1.GetString([.. line]).TrimEnd('\r');
            line.Add(buffer[0]);
        }

        return null;
    }
}
