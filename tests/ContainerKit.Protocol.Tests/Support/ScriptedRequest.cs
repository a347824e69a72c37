using System.Globalization;
using System.Text;

namespace ContainerKit.Protocol.Tests.Support;

/// <summary>A request as it came over the wire.</summary>
internal sealed record ScriptedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The path without the API version and without the query.</summary>
    public string Path => HasVersion ? Whole[Whole.IndexOf('/', 1)..] : Whole;

    /// <summary>The API version in the path, such as <c>v1.41</c>; empty for none.</summary>
    public string Version => HasVersion ? Whole[1..Whole.IndexOf('/', 1)] : "";

    public string Query => Target.IndexOf('?') is >= 0 and var at ? Uri.UnescapeDataString(Target[(at + 1)..]) : "";

    private string Whole => Target.Split('?')[0];

    private bool HasVersion => Whole.StartsWith("/v1.", StringComparison.Ordinal);

    public override string ToString() => $"{Method} {Path}";

    /// <returns>Null at the end of the connection.</returns>
    public static async Task<ScriptedRequest?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (await LineAsync(stream, cancellationToken) is not { } first) return null;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await LineAsync(stream, cancellationToken) is { Length: > 0 } line)
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
                size = int.Parse(await LineAsync(stream, cancellationToken) ?? throw new EndOfStreamException(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                await CopyAsync(size);
                await LineAsync(stream, cancellationToken);
            }
            while (size > 0);
        }

        var words = first.Split(' ');
        return new ScriptedRequest(words[0], words[1], headers, Encoding.UTF8.GetString(body.ToArray()));

        async Task CopyAsync(int count)
        {
            var bytes = new byte[count];
            await stream.ReadExactlyAsync(bytes, cancellationToken);
            body.Write(bytes);
        }
    }

    // Byte by byte, so that nothing is taken that belongs to a hijacked stream.
    private static async Task<string?> LineAsync(Stream stream, CancellationToken cancellationToken)
    {
        var (line, one) = (new List<byte>(), new byte[1]);
        while (await stream.ReadAsync(one, cancellationToken) == 1)
        {
            if (one[0] == '\n') return Encoding.Latin1.GetString([.. line]).TrimEnd('\r');
            line.Add(one[0]);
        }

        return null;
    }
}
