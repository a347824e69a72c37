using System.Net;
using ContainerKit.Containers;
using ContainerKit.Diagnostics;

namespace ContainerKit;

/// <summary>
/// The request of <see cref="Wait.ForHttp(int, string, HttpWaitOptions)"/>, and the responses that count as ready. Immutable.
/// </summary>
/// <example><code>
/// Wait.ForHttp(8443, "/health", new HttpWaitOptions { Tls = true, TrustAnyCertificate = true, Body = body =>
/// body.Contains("\"up\"") })
/// </code></example>
public sealed record HttpWaitOptions
{
    /// <summary>The method of the request. Default: <c>GET</c>.</summary>
    public HttpMethod Method
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = HttpMethod.Get;

    /// <summary>
    /// The headers of the request, which may include <c>Host</c>. Their values appear in no message and no log. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, string> Headers
    {
        get;
        init => field = Validate(value);
    } = SpecValidation.EmptyMap;

    /// <summary>
    /// The status codes that count as ready. Default: empty, for every code from 200 to 299. Redirects are not followed.
    /// </summary>
    public IReadOnlyList<HttpStatusCode> Statuses
    {
        get;
        init => field = [.. value ?? throw new ArgumentNullException(nameof(value))];
    } = [];

    /// <summary>
    /// Returns true for a response body that counts as ready. The body is passed as text, up to its first MiB. An exception of this
    /// callback means "not ready". Default: null, for every body.
    /// </summary>
    public Func<string, bool>? Body { get; init; }

    /// <summary>Indicates whether the request is sent over TLS. Default: false.</summary>
    public bool Tls { get; init; }

    /// <summary>
    /// Indicates whether every certificate of the server is accepted, for the requests of this wait only. Default: false.
    /// </summary>
    /// <remarks>It requires <see cref="Tls"/>.</remarks>
    public bool TrustAnyCertificate { get; init; }

    /// <summary>The timeout of one request; the request is repeated after it. Default: 5 seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is zero, negative, or 24 days or longer.</exception>
    public TimeSpan RequestTimeout
    {
        get;
        init => field = value > TimeSpan.Zero && value < TimeSpan.FromDays(24)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, "The timeout of a request must be longer than zero and less than 24 days.");
    } = TimeSpan.FromSeconds(5);

    private static Dictionary<string, string> Validate(IReadOnlyDictionary<string, string> headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        using var request = new HttpRequestMessage();
        foreach (var (name, value) in headers)
        {
            bool isValid;
            try
            {
                isValid = value is not null && request.Headers.TryAddWithoutValidation(name, value)
                    && !value.AsSpan().ContainsAny('\r', '\n');
            }
            catch (ArgumentException)
            {
                isValid = false;
            }

            if (!isValid)
            {
                throw ArgumentErrors.Create(
                    $"'{name}' is no header of a request, or its value is invalid for a header.", nameof(headers));
            }
        }

        return new Dictionary<string, string>(headers);
    }
}
