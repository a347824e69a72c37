using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerKit.Swarm.Internal;

namespace ContainerKit.Swarm.Cluster;

/// <summary>Reads and changes the configuration of a swarm and of its nodes.</summary>
internal static class ClusterOperations
{
    private const int MaximumAttempts = 10;

    // The Docker CLI polls with this interval: https://github.com/docker/cli/blob/v28.5.2/cli/command/swarm/progress/root_rotation.go
    private static readonly TimeSpan _rotationPollInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>Returns the JSON of the swarm.</summary>
    public static Task<JsonElement> InspectAsync(DockerEngine engine, string operation, CancellationToken cancellationToken) =>
        SwarmFailures.SendAsync(engine, new EngineApiRequest(HttpMethod.Get, "swarm", operation), cancellationToken);

    /// <summary>Returns the JSON of a node.</summary>
    public static Task<T> InspectNodeAsync<T>(
        DockerEngine engine, string node, string operation, Func<JsonElement, T> read, CancellationToken cancellationToken) =>
        SwarmFailures.SendAsync(
            engine, new EngineApiRequest(HttpMethod.Get, $"nodes/{Uri.EscapeDataString(node)}", operation), read, cancellationToken);

    /// <summary>Changes the configuration of the swarm.</summary>
    /// <param name="engine">A manager.</param>
    /// <param name="operation">Completes the sentence "Could not ...".</param>
    /// <param name="change">Changes the JSON of the spec.</param>
    /// <param name="rotation">The name of the query parameter that replaces a token or a key; empty for none.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <param name="secrets">The secrets in the spec.</param>
    public static Task UpdateAsync(
        DockerEngine engine,
        string operation,
        Action<JsonObject> change,
        string rotation,
        CancellationToken cancellationToken,
        params string[] secrets) =>
        UpdateAsync(
            engine,
            operation,
            () => InspectAsync(engine, operation, cancellationToken),
            (json, spec) =>
            {
                change(spec);
                var query = new Dictionary<string, string> { ["version"] = Version(json) };
                if (rotation.Length > 0) query[rotation] = "true";
                return new EngineApiRequest(HttpMethod.Post, "swarm/update", operation) { Query = query, Body = spec, Secrets = secrets };
            },
            cancellationToken);

    /// <summary>Changes the configuration of a node.</summary>
    public static Task UpdateNodeAsync(
        DockerEngine engine, string node, string operation, NodeUpdate update, CancellationToken cancellationToken) =>
        UpdateAsync(
            engine,
            operation,
            () => InspectNodeAsync(engine, node, operation, static json => json, cancellationToken),
            (json, spec) =>
            {
                ClusterRequest.Apply(update, spec);
                return new EngineApiRequest(HttpMethod.Post, $"nodes/{Uri.EscapeDataString(node)}/update", operation)
                {
                    Query = new Dictionary<string, string> { ["version"] = Version(json) },
                    Body = spec,
                };
            },
            cancellationToken);

    /// <summary>Replaces the root certificate, and waits until all nodes use the new one.</summary>
    public static async Task<SwarmDetails> RotateRootAsync(
        DockerEngine engine, SwarmRootCertificate? root, CancellationToken cancellationToken)
    {
        const string Operation = "rotate the root certificate of the swarm";
        await UpdateAsync(engine, Operation, spec =>
        {
            var authority = spec.GetOrAddObject("CAConfig");
            authority["SigningCACert"] = root?.Certificate ?? "";
            authority["SigningCAKey"] = root?.Key ?? "";
            // The engine creates a new certificate if the number grows.
            if (root is null) authority["ForceRotate"] = SwarmJson.ToCount(authority["ForceRotate"]) + 1;
        }, "", cancellationToken, root is null ? [] : [root.Key]).ConfigureAwait(false);
        while (true)
        {
            var json = await InspectAsync(engine, Operation, cancellationToken).ConfigureAwait(false);
            var swarm = SwarmDetails.Read(json);
            var tls = json.GetMember("TLSInfo");
            var issuer = (tls.GetText("CertIssuerSubject"), tls.GetText("CertIssuerPublicKey"));
            var nodes = await engine.ListNodesAsync(cancellationToken).ConfigureAwait(false);
            if (!swarm.IsRootRotationInProgress
                && nodes.All(node => node.CertificateIssuer == issuer && node.TrustRoot == swarm.RootCertificate)) return swarm;
            await Task.Delay(_rotationPollInterval, engine.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    // The managers refuse an update of an older version than the present one. Nodes and certificates change often by themselves.
    private static async Task UpdateAsync(
        DockerEngine engine,
        string operation,
        Func<Task<JsonElement>> inspect,
        Func<JsonElement, JsonObject, EngineApiRequest> createRequest,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var json = await inspect().ConfigureAwait(false);
            var request = createRequest(json, json.GetMember("Spec").ToObject());
            try
            {
                await SwarmFailures.SendAsync(engine, request, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (EngineApiException e) when (SwarmFailures.IsOutOfSequence(e) && attempt < MaximumAttempts)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20 * attempt), engine.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static string Version(JsonElement json) =>
        json.GetMember("Version").GetNumber("Index").ToString(CultureInfo.InvariantCulture);
}
