using System.Text;

namespace ContainerKit.Waiting;

/// <summary>Whether a server in the container gives a certain answer over HTTP. Nothing but the container is asked: no proxy, no redirects, no cookies.</summary>
internal sealed class HttpProbe(Wait wait, WaitSession session, int port, string path, HttpWaitOptions options) : Probe
{
    private const int LongestBody = 1 << 20;

    private readonly HttpClient _http = new(Handler(options)) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly PortFinder _finder = new(session, port);

    public override async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        var place = await _finder.FindAsync(cancellationToken).ConfigureAwait(false);
        if (place.Access == PortAccess.NotRunning) return $"the container is {place.Details.State}";
        var address = place.Address ?? throw WaitOutcomeException.Impossible(wait, PortLocation.GetUnreachableReason(port));
        using var limit = new CancellationTokenSource(options.RequestTimeout, session.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await AskAsync(address, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"no answer within {options.RequestTimeout.TotalSeconds:0.###} s";
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is HttpRequestException or IOException)
        {
            _finder.InvalidateIfRefused(e);
            return $"{address}: {e.GetBaseException().Message}";
        }
    }

    public override void Dispose()
    {
        _http.Dispose();
        base.Dispose();
    }

    private async Task<string?> AskAsync(PortAddress address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(options.Method, $"{(options.Tls ? "https" : "http")}://{address}{path}");
        foreach (var (name, value) in options.Headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        var isWelcome = options.Statuses.Count == 0 ? response.IsSuccessStatusCode : options.Statuses.Contains(response.StatusCode);
        if (!isWelcome) return $"status {(int)response.StatusCode} {response.ReasonPhrase}";
        return options.Body is null ? null : Judge(options.Body, await BodyAsync(response, cancellationToken).ConfigureAwait(false));
    }

    private static string? Judge(Func<string, bool> isWelcome, string body)
    {
        try
        {
            return isWelcome(body) ? null : "another body than the wanted one";
        }
        catch (Exception e)
        {
            // What half an answer does to a parser says nothing of the next one.
            return $"the check of the body threw {e.GetType().Name}: {e.Message}";
        }
    }

    private static async Task<string> BodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while (body.Length < LongestBody && (read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            body.Write(buffer, 0, (int)Math.Min(read, LongestBody - body.Length));
        return Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
    }

    private static SocketsHttpHandler Handler(HttpWaitOptions options)
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
        // Asked for by name, and for these requests alone.
#pragma warning disable CA5359
        if (options.TrustAnyCertificate) handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        return handler;
    }
}
