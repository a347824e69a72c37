using System.Text;
using ContainerKit.Diagnostics;
using ContainerKit.Timing;
using ContainerKit.Waiting.Conditions;

namespace ContainerKit.Waiting;

/// <summary>
/// Checks whether a server in the container returns an expected HTTP response. The request uses no proxy and no cookies, and follows no
/// redirects, so only the container can answer it.
/// </summary>
internal sealed class HttpProbe(Wait wait, WaitSession session, HttpCondition condition) : Probe
{
    private const int MaxBodyLength = 1 << 20;

    private readonly HttpClient _http = new(CreateHandler(condition.Options)) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly PortFinder _finder = new(session, condition.Port);
    // A server may repeat the headers of the request, such as its Authorization.
    private readonly Redaction _redaction = new(condition.Options.Headers.Values.SelectMany(GetSecrets));

    public override async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        var location = await _finder.FindAsync(cancellationToken).ConfigureAwait(false);
        if (location.Access == PortAccess.NotRunning) return $"the container is {location.Details.State}";
        var address = location.Address ?? throw WaitOutcomeException.Impossible(wait, PortLocation.GetUnreachableReason(condition.Port));
        using var deadline = Deadline.Start(condition.Options.RequestTimeout, session.Time, cancellationToken);
        try
        {
            var reason = await SendAsync(address, deadline.Token).ConfigureAwait(false);
            return reason is null ? null : _redaction.Redact(reason);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"no answer within {condition.Options.RequestTimeout.TotalSeconds:0.###} s";
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is HttpRequestException or IOException)
        {
            _finder.InvalidateIfRefused(e);
            return $"{address}: {_redaction.Redact(e.GetBaseException().Message)}";
        }
    }

    public override void Dispose()
    {
        _http.Dispose();
        base.Dispose();
    }

    // A value such as "Bearer token" consists of a scheme and the secret itself.
    private static IEnumerable<string> GetSecrets(string header) => header.Split(' ', 2) is [_, var secret] ? [header, secret] : [header];

    private async Task<string?> SendAsync(PortAddress address, CancellationToken cancellationToken)
    {
        var options = condition.Options;
        using var request = new HttpRequestMessage(options.Method, $"{(options.Tls ? "https" : "http")}://{address}{condition.Path}");
        foreach (var (name, value) in options.Headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            .ConfigureAwait(false);
        var isExpected = options.Statuses.Count == 0 ? response.IsSuccessStatusCode : options.Statuses.Contains(response.StatusCode);
        if (!isExpected) return $"status {(int)response.StatusCode} {response.ReasonPhrase}";
        return options.Body is null
            ? null
            : CheckBody(options.Body, await ReadBodyAsync(response, cancellationToken).ConfigureAwait(false));
    }

    private static string? CheckBody(Func<string, bool> isExpected, string body)
    {
        try
        {
            return isExpected(body) ? null : "another body than the wanted one";
        }
        catch (Exception e)
        {
            // A parser may throw for an incomplete response; the next response may be complete.
            return $"the check of the body threw {e.GetType().Name}: {e.Message}";
        }
    }

    private static async Task<string> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while (body.Length < MaxBodyLength && (read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            body.Write(buffer, 0, (int)Math.Min(read, MaxBodyLength - body.Length));
        return Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
    }

    private static SocketsHttpHandler CreateHandler(HttpWaitOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            ResponseDrainTimeout = TimeSpan.Zero,
            ConnectTimeout = options.RequestTimeout,
        };
        // The caller requested it by an explicit option, and it applies to the requests of this wait only.
#pragma warning disable CA5359
        if (options.TrustAnyCertificate) handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        return handler;
    }
}
