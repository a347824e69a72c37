using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerKit.Swarm.Cluster;
using ContainerKit.Swarm.Internal;

namespace ContainerKit.Swarm;

/// <summary>The operations of an engine on its swarm and the nodes of the swarm: <c>docker swarm</c> and <c>docker node</c>.</summary>
public static class ClusterExtensions
{
    /// <summary>Makes the engine the first manager of a new swarm.</summary>
    /// <inheritdoc cref="InitSwarmAsync(DockerEngine, SwarmInitSpec, CancellationToken)"/>
    public static Task<string> InitSwarmAsync(this DockerEngine engine, CancellationToken cancellationToken = default) =>
        engine.InitSwarmAsync(new SwarmInitSpec(), cancellationToken);

    /// <summary>Makes the engine the first manager of a new swarm.</summary>
    /// <returns>The id of the engine's node.</returns>
    /// <exception cref="SwarmStateException">
    /// The engine is already part of a swarm, or it has files of an earlier swarm. In the second case the engine deletes them, unless
    /// <see cref="SwarmInitSpec.ForceNewCluster"/> is set, so that the next call succeeds.
    /// </exception>
    /// <exception cref="EngineApiException">
    /// An address is invalid, or the machine has several addresses and <see cref="SwarmInitSpec.AdvertiseAddress"/> is missing.
    /// </exception>
    /// <remarks>Engine API: <c>POST /swarm/init</c>.</remarks>
    public static Task<string> InitSwarmAsync(
        this DockerEngine engine, SwarmInitSpec spec, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(spec);
        var request = new EngineApiRequest(HttpMethod.Post, "swarm/init", spec.ToString()) { Body = ClusterRequest.Init(spec) };
        return SwarmFailures.SendAsync(
            engine,
            request,
            static json => json is { ValueKind: JsonValueKind.String } id && id.GetString() is { Length: > 0 } text
                ? text
                : throw new FormatException("it has no id of the node"),
            cancellationToken);
    }

    /// <summary>Makes the engine a node of an existing swarm.</summary>
    /// <exception cref="SwarmStateException">
    /// The engine is already part of a swarm, it has files of an earlier swarm, or the manager did not answer within 20 seconds. In the
    /// second case the engine deletes the files, so that the next call succeeds. In the third case it continues in the background:
    /// <see cref="GetSwarmStatusAsync"/> has the reason, and <see cref="LeaveSwarmAsync"/> ends it.
    /// </exception>
    /// <exception cref="EngineApiException">The token or an address is invalid.</exception>
    /// <remarks>Engine API: <c>POST /swarm/join</c>.</remarks>
    public static Task JoinSwarmAsync(this DockerEngine engine, SwarmJoinSpec spec, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(spec);
        var request = new EngineApiRequest(HttpMethod.Post, "swarm/join", spec.ToString())
        {
            Body = ClusterRequest.Join(spec),
            Secrets = [spec.Token],
        };
        return SwarmFailures.SendAsync(engine, request, cancellationToken);
    }

    /// <summary>
    /// Makes the engine leave its swarm. The engine removes the containers of its tasks. The swarm keeps the node as down until it
    /// is removed with <see cref="SwarmNode.RemoveAsync"/>.
    /// </summary>
    /// <param name="engine">The engine.</param>
    /// <param name="force">
    /// Indicates whether a manager leaves, too. The last manager takes the swarm with it, and the others may lose their quorum.
    /// Default: false.
    /// </param>
    /// <param name="cancellationToken">Cancels the request. The engine may then leave nevertheless.</param>
    /// <exception cref="SwarmStateException">
    /// The engine is a manager, and <paramref name="force"/> is false. Or it has left, but could not delete all files of the swarm.
    /// </exception>
    /// <exception cref="NotASwarmManagerException">The engine is not part of a swarm.</exception>
    /// <remarks>Engine API: <c>POST /swarm/leave</c>.</remarks>
    public static Task LeaveSwarmAsync(this DockerEngine engine, bool force = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var request = new EngineApiRequest(HttpMethod.Post, "swarm/leave", "leave the swarm")
        {
            Query = force ? new Dictionary<string, string> { ["force"] = "true" } : SwarmJson.EmptyMap,
        };
        return SwarmFailures.SendAsync(engine, request, cancellationToken);
    }

    /// <summary>Gets the relation of the engine to a swarm. Every engine answers, also a worker and a manager without a quorum.</summary>
    /// <remarks>Engine API: <c>GET /info</c>.</remarks>
    public static async Task<SwarmStatus> GetSwarmStatusAsync(this DockerEngine engine, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var request = new EngineApiRequest(HttpMethod.Get, "info", "get the status of the swarm");
        return SwarmStatus.Read((await engine.SendAsync(request, cancellationToken).ConfigureAwait(false)).GetMember("Swarm"));
    }

    /// <summary>Gets the configuration of the swarm.</summary>
    /// <exception cref="NotASwarmManagerException">The engine is not a manager.</exception>
    /// <exception cref="SwarmQuorumException">The swarm has no leader.</exception>
    /// <remarks>Engine API: <c>GET /swarm</c>.</remarks>
    public static async Task<SwarmDetails> InspectSwarmAsync(this DockerEngine engine, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var json = await ClusterOperations.InspectAsync(engine, "inspect the swarm", cancellationToken).ConfigureAwait(false);
        return SwarmDetails.Read(json);
    }

    /// <summary>Changes settings of the swarm.</summary>
    /// <exception cref="NotASwarmManagerException">The engine is not a manager.</exception>
    /// <exception cref="SwarmQuorumException">The swarm has no leader.</exception>
    /// <remarks>Engine API: <c>GET /swarm</c> and <c>POST /swarm/update</c>.</remarks>
    public static Task UpdateSwarmAsync(this DockerEngine engine, SwarmUpdate update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(update);
        return ClusterOperations.UpdateAsync(engine, update.ToString(), spec => ClusterRequest.Apply(update, spec), "", cancellationToken);
    }

    /// <summary>Gets the tokens with which engines join the swarm.</summary>
    /// <exception cref="NotASwarmManagerException">The engine is not a manager.</exception>
    /// <exception cref="SwarmQuorumException">The swarm has no leader.</exception>
    /// <remarks>Engine API: <c>GET /swarm</c>.</remarks>
    public static async Task<SwarmJoinTokens> GetSwarmJoinTokensAsync(
        this DockerEngine engine, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var swarm = await ClusterOperations.InspectAsync(engine, "get the join tokens of the swarm", cancellationToken)
            .ConfigureAwait(false);
        var tokens = swarm.GetMember("JoinTokens");
        return new SwarmJoinTokens(tokens.GetText("Worker"), tokens.GetText("Manager"));
    }

    /// <summary>Replaces the token for a role. The old token is invalid then. Nodes that have joined stay.</summary>
    /// <returns>The tokens after the change.</returns>
    /// <exception cref="NotASwarmManagerException">The engine is not a manager.</exception>
    /// <exception cref="SwarmQuorumException">The swarm has no leader.</exception>
    /// <remarks>Engine API: <c>GET /swarm</c> and <c>POST /swarm/update</c>.</remarks>
    public static async Task<SwarmJoinTokens> RotateSwarmJoinTokenAsync(
        this DockerEngine engine, NodeRole role, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var rotation = role == NodeRole.Manager ? "rotateManagerToken" : "rotateWorkerToken";
        await ClusterOperations.UpdateAsync(
            engine, $"rotate the {role.ToEngineText()} token of the swarm", static _ => { }, rotation, cancellationToken)
            .ConfigureAwait(false);
        return await engine.GetSwarmJoinTokensAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Gets the key with which managers are unlocked after a restart. It is a secret. Empty if <see cref="SwarmDetails.AutoLock"/> is
    /// off.
    /// </summary>
    /// <exception cref="NotASwarmManagerException">The engine is not a manager.</exception>
    /// <exception cref="SwarmQuorumException">The swarm has no leader.</exception>
    /// <remarks>Engine API: <c>GET /swarm/unlockkey</c>.</remarks>
    public static async Task<string> GetSwarmUnlockKeyAsync(this DockerEngine engine, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var request = new EngineApiRequest(HttpMethod.Get, "swarm/unlockkey", "get the unlock key of the swarm");
        return (await SwarmFailures.SendAsync(engine, request, cancellationToken).ConfigureAwait(false)).GetText("UnlockKey");
    }

    /// <summary>Replaces the unlock key. Keep the old one until all managers have the new one.</summary>
    /// <returns>The new key, which is a secret.</returns>
    /// <exception cref="NotASwarmManagerException">The engine is not a manager.</exception>
    /// <exception cref="SwarmQuorumException">The swarm has no leader.</exception>
    /// <remarks>Engine API: <c>GET /swarm</c>, <c>POST /swarm/update</c> and <c>GET /swarm/unlockkey</c>.</remarks>
    public static async Task<string> RotateSwarmUnlockKeyAsync(this DockerEngine engine, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        await ClusterOperations.UpdateAsync(
            engine, "rotate the unlock key of the swarm", static _ => { }, "rotateManagerUnlockKey", cancellationToken)
            .ConfigureAwait(false);
        return await engine.GetSwarmUnlockKeyAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Unlocks a manager that was restarted while <see cref="SwarmDetails.AutoLock"/> is on.</summary>
    /// <param name="engine">The engine of the manager.</param>
    /// <param name="key">The key of <see cref="GetSwarmUnlockKeyAsync"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="SwarmStateException">The key is wrong, or the manager is not locked.</exception>
    /// <remarks>Engine API: <c>POST /swarm/unlock</c>.</remarks>
    public static Task UnlockSwarmAsync(this DockerEngine engine, string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        var request = new EngineApiRequest(HttpMethod.Post, "swarm/unlock", "unlock the swarm")
        {
            Body = new JsonObject { ["UnlockKey"] = key },
            Secrets = [key],
        };
        return SwarmFailures.SendAsync(engine, request, cancellationToken);
    }

    /// <summary>
    /// Replaces the root certificate of the swarm by a new one that the engine creates, and waits until all nodes use it.
    /// </summary>
    /// <inheritdoc cref="RotateSwarmRootAsync(DockerEngine, SwarmRootCertificate, CancellationToken)"/>
    public static Task<SwarmDetails> RotateSwarmRootAsync(this DockerEngine engine, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return ClusterOperations.RotateRootAsync(engine, null, cancellationToken);
    }

    /// <summary>
    /// Replaces the root certificate of the swarm, as <c>docker swarm ca --rotate</c> does, and waits until all nodes use the new one.
    /// A node that is down must come back or be removed before that.
    /// </summary>
    /// <param name="engine">The engine, which is a manager.</param>
    /// <param name="root">The new certificate and its key.</param>
    /// <param name="cancellationToken">Cancels the wait. The rotation continues in the background.</param>
    /// <returns>The configuration with the new certificate.</returns>
    /// <exception cref="NotASwarmManagerException">The engine is not a manager.</exception>
    /// <exception cref="SwarmQuorumException">The swarm has no leader.</exception>
    /// <remarks>Engine API: <c>GET /swarm</c>, <c>POST /swarm/update</c> and <c>GET /nodes</c>.</remarks>
    public static Task<SwarmDetails> RotateSwarmRootAsync(
        this DockerEngine engine, SwarmRootCertificate root, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(root);
        return ClusterOperations.RotateRootAsync(engine, root, cancellationToken);
    }

    /// <summary>Lists the nodes of the swarm.</summary>
    /// <exception cref="NotASwarmManagerException">The engine is not a manager.</exception>
    /// <exception cref="SwarmQuorumException">The swarm has no leader.</exception>
    /// <remarks>Engine API: <c>GET /nodes</c>.</remarks>
    public static Task<IReadOnlyList<NodeDetails>> ListNodesAsync(
        this DockerEngine engine, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var request = new EngineApiRequest(HttpMethod.Get, "nodes", "list the nodes of the swarm");
        return SwarmFailures.SendAsync<IReadOnlyList<NodeDetails>>(
            engine, request, static nodes => [.. nodes.GetItems().Select(NodeDetails.Read)], cancellationToken);
    }

    /// <summary>Finds a node by its host name, its id, or an unambiguous prefix of the id.</summary>
    /// <param name="engine">The engine, which is a manager.</param>
    /// <param name="node">The name or id; <c>self</c> for the engine's own node.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="NodeNotFoundException">There is no such node.</exception>
    /// <exception cref="NotASwarmManagerException">The engine is not a manager.</exception>
    /// <exception cref="SwarmQuorumException">The swarm has no leader.</exception>
    /// <remarks>Engine API: <c>GET /nodes/{id}</c>; before that <c>GET /info</c> for <c>self</c>.</remarks>
    public static async Task<SwarmNode> FindNodeAsync(
        this DockerEngine engine, string node, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentException.ThrowIfNullOrWhiteSpace(node);
        // The engine itself does not know this name. The Docker CLI replaces it in the same way.
        if (node == "self" && (await engine.GetSwarmStatusAsync(cancellationToken).ConfigureAwait(false)).NodeId is { Length: > 0 } own)
            node = own;
        var details = await ClusterOperations
            .InspectNodeAsync(engine, node, $"find node {node}", NodeDetails.Read, cancellationToken).ConfigureAwait(false);
        return new SwarmNode(engine, details.Id, details.Name);
    }
}
