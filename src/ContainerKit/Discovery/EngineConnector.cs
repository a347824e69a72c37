using System.Net;
using System.Text;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using Microsoft.Extensions.Logging;

namespace ContainerKit.Discovery;

/// <summary>Tries the candidate endpoints in order until an engine answers, and agrees with it on an API version.</summary>
internal static class EngineConnector
{
    /// <summary>Engine 20.10, the oldest that is spoken to.</summary>
    public static readonly Version OldestApi = new(1, 41);

    /// <summary>The newest API that the wire models were made from.</summary>
    public static readonly Version NewestApi = new(1, 54);

    /// <exception cref="EngineUnavailableException">No candidate answered in time.</exception>
    /// <exception cref="UnsupportedApiVersionException">An engine answered that is older than Docker Engine 20.10.</exception>
    public static Task<ConnectionPool> ConnectAsync(
        DockerEngineOptions options, HostEnvironment host, ILogger logger, CancellationToken cancellationToken) =>
        ConnectAsync(Candidates(options, host, logger), options, logger, cancellationToken);

    /// <inheritdoc cref="ConnectAsync(DockerEngineOptions, HostEnvironment, ILogger, CancellationToken)"/>
    public static async Task<ConnectionPool> ConnectAsync(
        IReadOnlyList<EngineEndpoint> candidates, DockerEngineOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        var attempts = new List<EndpointAttempt>();
        Exception? last = null;
        var begun = options.TimeProvider.GetTimestamp();
        for (var i = 0; i < candidates.Count; i++)
        {
            var endpoint = candidates[i];
            // One silent endpoint must not use up the time of those after it; those that are not even there need none.
            var share = (options.ConnectTimeout - options.TimeProvider.GetElapsedTime(begun)) / (1 + candidates.Skip(i + 1).Count(IsThere));
            using var limit = new CancellationTokenSource(share > TimeSpan.Zero ? share : TimeSpan.FromMilliseconds(1), options.TimeProvider);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            var pool = ConnectionPool.OpenPool(endpoint);
            try
            {
                var version = await AskVersionAsync(pool, endpoint, both.Token).ConfigureAwait(false);
                Log.Connected(logger, endpoint, endpoint.Source, version);
                return new ConnectionPool(endpoint, version, pool);
            }
            catch (Exception e) when (e is not UnsupportedApiVersionException)
            {
                pool.Dispose();
                cancellationToken.ThrowIfCancellationRequested();
                last = e;
                var reason = limit.IsCancellationRequested ? $"no answer within {share.TotalSeconds:0.#} s" : ConnectionPool.GetFailureReason(e, endpoint);
                attempts.Add(new EndpointAttempt(endpoint.ToString(), endpoint.Source, reason));
            }
            catch
            {
                pool.Dispose();
                throw;
            }
        }

        throw new EngineUnavailableException(Describe(attempts), attempts, last);
    }

    private static IReadOnlyList<EngineEndpoint> Candidates(DockerEngineOptions options, HostEnvironment host, ILogger logger)
    {
        try
        {
            return EndpointDiscovery.GetCandidates(options, host, logger);
        }
        catch (FormatException e)
        {
            throw new EngineUnavailableException(e.Message, [], e);
        }
    }

    private static bool IsThere(EngineEndpoint endpoint) => endpoint.Address.Scheme != "unix" || File.Exists(endpoint.SocketPath);

    private static async Task<Version> AskVersionAsync(HttpMessageInvoker pool, EngineEndpoint endpoint, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, EngineTransport.BaseAddress + "_ping");
        using var response = await pool.SendAsync(request, cancellationToken).ConfigureAwait(false);
        // Read in any case: a response that is left half-read costs its connection.
        var body = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new IOException($"it answered {(int)response.StatusCode} \"{body.Trim()}\"");
        }

        if (!response.Headers.TryGetValues("API-Version", out var values) || !Version.TryParse(values.First(), out var newest))
            throw new IOException("what answers there is not a container engine: it names no API version");
        if (newest < OldestApi)
            throw new UnsupportedApiVersionException(
                $"The engine at {endpoint} speaks API {newest}; at least {OldestApi} (Docker Engine 20.10) is needed. Upgrade the engine.", OldestApi, newest);
        return newest < NewestApi ? newest : NewestApi;
    }

    private static string Describe(List<EndpointAttempt> attempts)
    {
        var text = new StringBuilder("No container engine answered. Tried, in order:");
        foreach (var attempt in attempts) text.Append("\n  ").Append(attempt);
        return text.Append("\nStart Docker (or Podman with its Docker-compatible socket), or set DOCKER_HOST to an engine that runs.").ToString();
    }
}
