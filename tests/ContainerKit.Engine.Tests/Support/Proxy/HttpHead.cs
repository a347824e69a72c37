using System.Globalization;
using System.Text;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>The head of a request or an answer: its bytes as they came, and what it says of the body.</summary>
internal sealed class HttpHead(byte[] bytes)
{
    private readonly string[] _lines = Encoding.ASCII.GetString(bytes).Split("\r\n");

    public byte[] Bytes => bytes;

    /// <summary>The first line's words: method and path of a request, version and status of an answer.</summary>
    public string[] Start => _lines[0].Split(' ');

    public bool IsAnswer => _lines[0].StartsWith("HTTP/", StringComparison.Ordinal);

    /// <summary>Whether the connection is a raw stream from here on.</summary>
    public bool IsUpgrade => IsAnswer && Start[1] == "101";

    public bool IsChunked => Header("Transfer-Encoding")?.Contains("chunked", StringComparison.OrdinalIgnoreCase) is true;

    /// <summary>The body's length; null where only the connection's end tells it.</summary>
    public long? Length => IsAnswer && Start[1] is "101" or "204" or "304" ? 0
        : Header("Content-Length") is { } length ? long.Parse(length, CultureInfo.InvariantCulture)
        : IsAnswer ? null : 0;

    private string? Header(string name) => _lines.Skip(1)
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim())
        .FirstOrDefault();
}
