using System.Globalization;
using System.Text;

namespace ContainerKit.Engine.Tests.Support.Proxy;

/// <summary>The header section of a request or response: its unchanged bytes and its information about the body.</summary>
internal sealed class HttpHead(byte[] bytes)
{
    private readonly string[] _lines = Encoding.ASCII.GetString(bytes).Split("\r\n");

    public byte[] Bytes => bytes;

    /// <summary>The parts of the first line: method and path of a request, version and status of a response.</summary>
    public string[] Start => _lines[0].Split(' ');

    public bool IsResponse => _lines[0].StartsWith("HTTP/", StringComparison.Ordinal);

    /// <summary>Indicates whether the connection becomes a raw stream after this response.</summary>
    public bool IsUpgrade => IsResponse && Start[1] == "101";

    /// <summary>Indicates whether this is the response to a HEAD request, whose headers may describe a body that does not follow.</summary>
    public bool AnswersHead { get; set; }

    public bool IsChunked => !AnswersHead && Header("Transfer-Encoding")?.Contains("chunked", StringComparison.OrdinalIgnoreCase) is true;

    /// <summary>The length of the body, or null if the body ends with the connection or is chunked.</summary>
    public long? Length => AnswersHead || (IsResponse && Start[1] is "101" or "204" or "304") ? 0
        : Header("Content-Length") is { } length ? long.Parse(length, CultureInfo.InvariantCulture)
        : IsResponse ? null : 0;

    /// <summary>The lines of the headers.</summary>
    public IEnumerable<string> Headers => _lines.Skip(1).Where(line => line.Length > 0);

    /// <summary>Returns the value of a header, or null.</summary>
    public string? Header(string name) => _lines.Skip(1)
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim())
        .FirstOrDefault();
}
