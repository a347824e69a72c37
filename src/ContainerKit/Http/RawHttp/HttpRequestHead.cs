using System.Text;

namespace ContainerKit.Http;

/// <summary>Composes the head of an HTTP/1.1 request for a raw connection.</summary>
internal static class HttpRequestHead
{
    /// <summary>Returns the request line and the headers.</summary>
    /// <param name="request">The request. The headers of its content are sent too.</param>
    /// <param name="connectionHeaders">
    /// The headers that describe the connection and the length of the body. They replace those of the request.
    /// </param>
    public static byte[] Compose(HttpRequestMessage request, params IReadOnlyList<(string Name, string Value)> connectionHeaders)
    {
        var head = new StringBuilder();
        head.Append(request.Method).Append(' ').Append(request.RequestUri!.PathAndQuery).Append(" HTTP/1.1\r\n");
        Append("Host", request.RequestUri.Host);
        foreach (var (name, values) in request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? []))
        {
            if (IsReplaced(name)) continue;
            // BuildKit reads each value of its session headers from a separate line.
            var isExtension = name.StartsWith("X-", StringComparison.Ordinal);
            foreach (var value in isExtension ? values : [string.Join(", ", values)]) Append(name, value);
        }

        foreach (var (name, value) in connectionHeaders) Append(name, value);
        return Encoding.ASCII.GetBytes(head.Append("\r\n").ToString());

        void Append(string name, string value) => head.Append(name).Append(": ").Append(value).Append("\r\n");

        bool IsReplaced(string name) =>
            name is "Host" or "Content-Length" || connectionHeaders.Any(header => header.Name == name);
    }
}
