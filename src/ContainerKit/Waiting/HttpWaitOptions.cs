using System.Net;
using ContainerKit.Containers;

namespace ContainerKit;

/// <summary>What <see cref="Wait.ForHttp(int, string, HttpWaitOptions)"/> asks, and which answer it takes for ready. Immutable.</summary>
/// <example><code>
/// Wait.ForHttp(8443, "/health", new HttpWaitOptions { Tls = true, TrustAnyCertificate = true, Body = body => body.Contains("\"up\"") })
/// </code></example>
public sealed record HttpWaitOptions
{
    /// <summary>The method of the request. Default: <c>GET</c>.</summary>
    public HttpMethod Method
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = HttpMethod.Get;

    /// <summary>Headers of the request, <c>Host</c> among them where it matters. Their values appear in no message and no log. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Headers
    {
        get;
        init => field = Checked(value);
    } = SpecValidation.EmptyMap;

    /// <summary>The statuses that count as ready. Default: empty, which is any from 200 to 299. Redirects are not followed.</summary>
    public IReadOnlyList<HttpStatusCode> Statuses
    {
        get;
        init => field = [.. value ?? throw new ArgumentNullException(nameof(value))];
    } = [];

    /// <summary>Whether the answer's body, as text, is one to take for ready; of longer bodies the first MiB. Default: any is.</summary>
    public Func<string, bool>? Body { get; init; }

    /// <summary>Whether the server is asked over TLS. Default: false.</summary>
    public bool Tls { get; init; }

    /// <summary>Whether any certificate of the server's will do, for the requests of this wait alone. Default: false.</summary>
    /// <remarks>It says nothing without <see cref="Tls"/>.</remarks>
    public bool TrustAnyCertificate { get; init; }

    /// <summary>How long the server may take for one answer; then it is asked again. Default: 5 seconds.</summary>
    public TimeSpan RequestTimeout
    {
        get;
        init => field = value > TimeSpan.Zero && value < TimeSpan.FromDays(24)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The timeout of a request must be longer than zero and less than 24 days.");
    } = TimeSpan.FromSeconds(5);

    private static Dictionary<string, string> Checked(IReadOnlyDictionary<string, string> headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        using var request = new HttpRequestMessage();
        foreach (var (name, value) in headers)
        {
            bool isTaken;
            try
            {
                isTaken = value is not null && request.Headers.TryAddWithoutValidation(name, value) && !value.AsSpan().ContainsAny('\r', '\n');
            }
            catch (ArgumentException)
            {
                isTaken = false;
            }

            if (!isTaken) throw new ArgumentException($"'{name}' is no header of a request, or its value is none that a header can have.", nameof(headers));
        }

        return new Dictionary<string, string>(headers);
    }
}
