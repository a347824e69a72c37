using System.Globalization;
using System.Net;
using System.Text;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Timing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContainerKit.Discovery;

/// <summary>
/// Tries the candidate endpoints in order until an engine responds, and negotiates the API version with it.
/// </summary>
internal static class EngineConnector
{
    /// <summary>The oldest supported API version, that of Docker Engine 20.10.</summary>
    public static readonly Version OldestApi = new(1, 41);

    /// <summary>The newest API version that the library uses.</summary>
    public static readonly Version NewestApi = new(1, 54);

    private const int MaximumReasonLength = 1000;
    private const int MaximumSettingsLength = 2000;

    /// <summary>Connects to the first candidate that responds.</summary>
    /// <exception cref="EngineUnavailableException">No candidate responded in time.</exception>
    /// <exception cref="UnsupportedApiVersionException">The engine is older than Docker Engine 20.10.</exception>
    public static Task<ConnectionPool> ConnectAsync(
        DockerEngineOptions options, HostEnvironment host, ILogger logger, CancellationToken cancellationToken)
    {
        var candidates = GetCandidates(options, host, logger);
        return ConnectAsync(
            candidates, options, logger, cancellationToken, () => DescribeAsync(candidates, options, host, cancellationToken));
    }

    /// <inheritdoc cref="ConnectAsync(DockerEngineOptions, HostEnvironment, ILogger, CancellationToken)"/>
    public static async Task<ConnectionPool> ConnectAsync(
        IReadOnlyList<EngineEndpoint> candidates,
        DockerEngineOptions options,
        ILogger logger,
        CancellationToken cancellationToken,
        Func<Task<string>>? describeMachine = null)
    {
        var attempts = new List<EndpointAttempt>();
        Exception? last = null;
        var start = options.TimeProvider.GetTimestamp();
        var limit = GetTimeout(candidates, options);
        for (var i = 0; i < candidates.Count; i++)
        {
            var endpoint = candidates[i];
            // An endpoint without a response must not use up the time of those after it. Sockets that do not exist need
            // no time.
            var remaining = limit - options.TimeProvider.GetElapsedTime(start);
            var timeout = remaining / (1 + candidates.Skip(i + 1).Count(MayExist));
            using var deadline = Deadline.Start(
                timeout > TimeSpan.Zero ? timeout : TimeSpan.FromMilliseconds(1), options.TimeProvider, cancellationToken);
            var opener = new ConnectionOpener(endpoint);
            var pool = ConnectionPool.OpenPool(opener);
            try
            {
                var (version, quirks) = await NegotiateVersionAsync(pool, endpoint, deadline.Token).ConfigureAwait(false);
                Log.Connected(logger, endpoint.ToString(), endpoint.Source, version);
                return new ConnectionPool(opener, version, quirks, pool);
            }
            catch (Exception e) when (e is not UnsupportedApiVersionException)
            {
                pool.Dispose();
                opener.Abort();
                cancellationToken.ThrowIfCancellationRequested();
                last = e;
                var failure = deadline.HasElapsed
                    ? new ConnectionFailure(ConnectionFailureKind.Other, DescribeTimeout(timeout))
                    : ConnectionFailure.Create(e, endpoint);
                attempts.Add(new EndpointAttempt(endpoint.ToString(), endpoint.Source, failure.Reason) { Kind = failure.Kind });
            }
            catch
            {
                pool.Dispose();
                opener.Abort();
                throw;
            }
        }

        var machine = describeMachine is null ? "" : await describeMachine().ConfigureAwait(false);
        throw new EngineUnavailableException(Describe(attempts, machine), attempts, last);
    }

    // The endpoints before may have used up the time.
    private static string DescribeTimeout(TimeSpan timeout) => timeout > TimeSpan.Zero
        ? string.Create(CultureInfo.InvariantCulture, $"no answer within {timeout.TotalSeconds:0.#} s")
        : "no answer at once, and no time was left";

    /// <summary>Returns the timeout of the discovery over these endpoints.</summary>
    public static TimeSpan GetTimeout(IReadOnlyList<EngineEndpoint> candidates, DockerEngineOptions options) =>
        candidates.Any(static endpoint => endpoint.Ssh is not null) ? options.SshConnectTimeout
        : candidates.All(static endpoint => endpoint.IsWellKnown) ? options.ConnectTimeout
        : options.SelectedConnectTimeout;

    private static IReadOnlyList<EngineEndpoint> GetCandidates(DockerEngineOptions options, HostEnvironment host, ILogger logger)
    {
        try
        {
            return EndpointDiscovery.GetCandidates(options, host, logger);
        }
        catch (FormatException e)
        {
            throw new EngineUnavailableException(e.Message + DescribeSettings(options, host), [], e);
        }
    }

    private static bool MayExist(EngineEndpoint endpoint) =>
        endpoint.Address.Scheme != "unix" || endpoint.IsAbstractSocket || File.Exists(endpoint.SocketPath);

    private static async Task<(Version Version, EngineQuirks Quirks)> NegotiateVersionAsync(
        HttpMessageInvoker pool, EngineEndpoint endpoint, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, EngineTransport.BaseAddress + endpoint.BasePath + "_ping");
        endpoint.Headers?.AddTo(request);
        using var response = await pool.SendAsync(request, cancellationToken).ConfigureAwait(false);
        // Read to the end in any case: otherwise the connection cannot be reused.
        var (bytes, isTruncated) = await BoundedBody.ReadStartAsync(response.Content, ResponseLimits.Error, cancellationToken)
            .ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            var redaction = new Redaction(RequestSecrets.FromHeaders(endpoint.Headers?.Values ?? []));
            var text = redaction.Redact(Encoding.UTF8.GetString(bytes).Trim(), isTruncated);
            var body = VisibleText.Line(VisibleText.Shorten(text, MaximumReasonLength));
            throw new IOException($"it answered {(int)response.StatusCode} \"{body}\"");
        }

        if (isTruncated) throw new IOException("the server is not a container engine: its response to a ping has more than 64 KiB");

        if (!response.Headers.TryGetValues("API-Version", out var values) || !Version.TryParse(values.First(), out var newest))
            throw new IOException("the server is not a container engine: its response has no API version");
        if (newest < OldestApi)
        {
            throw new UnsupportedApiVersionException(
                $"The engine at {endpoint} speaks API {newest}; at least {OldestApi} (Docker Engine 20.10) is needed. Upgrade the engine.",
                OldestApi,
                newest);
        }

        return (newest < NewestApi ? newest : NewestApi, EngineQuirks.From(response));
    }

    private static string Describe(List<EndpointAttempt> attempts, string machine)
    {
        var text = new StringBuilder("No container engine answered. Tried, in order:");
        foreach (var attempt in attempts) text.Append("\n  ").Append(attempt);
        text.Append(machine);
        text.Append("\nStart Docker (or Podman with its Docker-compatible socket), or set DOCKER_HOST to a running engine.");
        return text.ToString();
    }

    // The parts of the diagnosis that explain the failure: the other sockets of this machine, and the settings.
    private static async Task<string> DescribeAsync(
        IReadOnlyList<EngineEndpoint> candidates, DockerEngineOptions options, HostEnvironment host, CancellationToken cancellationToken)
    {
        if (options.Endpoint is not null) return "";
        var tried = candidates.Select(static each => each.ToString()).ToHashSet();
        var others = EndpointDiscovery.GetWellKnown(host).Where(each => !tried.Contains(each.ToString()) && MayExist(each));
        var lines = await Task.WhenAll(others.Select(DescribeOtherAsync)).ConfigureAwait(false);
        return (lines.Length > 0 ? "\nNot tried, because a setting selects another endpoint:" + string.Concat(lines) : "")
            + DescribeSettings(options, host);

        async Task<string> DescribeOtherAsync(EngineEndpoint endpoint)
        {
            try
            {
                using var pool = await ConnectAsync([endpoint], options, NullLogger.Instance, cancellationToken).ConfigureAwait(false);
                return $"\n  {endpoint} ({endpoint.Source}): an engine with API {pool.ApiVersion} answers there";
            }
            catch (ContainerKitException e)
            {
                return $"\n  {endpoint} ({endpoint.Source}): "
                    + (e is EngineUnavailableException { Attempts: [var attempt] } ? attempt.Reason : e.Message);
            }
        }
    }

    // An endpoint of the program is not explained by the settings of the machine.
    private static string DescribeSettings(DockerEngineOptions options, HostEnvironment host)
    {
        if (options.Endpoint is not null) return "";
        var settings = string.Join("; ", DiscoverySettings.Examine(options, host).Where(static each => each.IsSearched));
        return $"\nSettings: {VisibleText.Shorten(settings, MaximumSettingsLength)}.";
    }
}
