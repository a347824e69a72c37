using System.Text.Json.Nodes;
using ContainerKit.Swarm.Cluster;
using ContainerKit.Swarm.Internal;

namespace ContainerKit.Swarm;

/// <summary>
/// A node of a swarm. The handle sends its requests to the manager that found it, and does not own the node.
/// </summary>
/// <example><code>
/// var node = await engine.FindNodeAsync("worker-2");
/// await node.DrainAsync();
/// </code></example>
public sealed class SwarmNode
{
    internal SwarmNode(DockerEngine engine, string id, string name)
    {
        Engine = engine;
        Id = id;
        Name = name;
    }

    /// <summary>The engine of the manager that found the node.</summary>
    public DockerEngine Engine { get; }

    /// <summary>The id of the node.</summary>
    public string Id { get; }

    /// <summary>The host name of the node.</summary>
    public string Name { get; }

    /// <summary>Creates a plan that finds a node by its host name, its id, or an unambiguous prefix of the id.</summary>
    /// <param name="node">The name or id; <c>self</c> for the engine's own node.</param>
    public static Plan<SwarmNode> Find(string node)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(node);
        return Plan.Create($"find node {node}", context => context.Engine.FindNodeAsync(node, context.CancellationToken));
    }

    /// <summary>Creates a plan that lists the nodes of the swarm.</summary>
    public static Plan<IReadOnlyList<NodeDetails>> List() =>
        Plan.Create("list the nodes of the swarm", context => context.Engine.ListNodesAsync(context.CancellationToken));

    /// <summary>Gets the configuration and the state of the node.</summary>
    /// <exception cref="NodeNotFoundException">The node was removed.</exception>
    /// <remarks>Engine API: <c>GET /nodes/{id}</c>.</remarks>
    public Task<NodeDetails> InspectAsync(CancellationToken cancellationToken = default) =>
        ClusterOperations.InspectNodeAsync(Engine, Id, $"inspect node {Name}", NodeDetails.Read, cancellationToken);

    /// <summary>Gets the tasks of all services on the node, also recent tasks that were replaced; the newest last.</summary>
    /// <remarks>Engine API: <c>GET /tasks</c>.</remarks>
    public Task<IReadOnlyList<ServiceTask>> TasksAsync(CancellationToken cancellationToken = default)
    {
        var request = new EngineApiRequest(HttpMethod.Get, "tasks", $"list the tasks on node {Name}")
        {
            Query = new Dictionary<string, string> { ["filters"] = new JsonObject { ["node"] = new JsonArray(Id) }.ToJsonString() },
        };
        var names = new Dictionary<string, string> { [Id] = Name };
        // A proxy may ignore the filter.
        return SwarmFailures.SendAsync<IReadOnlyList<ServiceTask>>(
            Engine,
            request,
            tasks =>
            [
                .. tasks.GetItems().Select(task => ServiceTask.Read(task, names)).Where(task => task.NodeId == Id)
                    .OrderBy(task => task.CreatedAt),
            ],
            cancellationToken);
    }

    /// <summary>
    /// Makes the node a manager. It takes effect a little later: <see cref="NodeDetails.Manager"/> is not null then.
    /// </summary>
    /// <inheritdoc cref="UpdateAsync(NodeUpdate, CancellationToken)"/>
    public Task PromoteAsync(CancellationToken cancellationToken = default) =>
        UpdateAsync($"promote node {Name}", new NodeUpdate { Role = NodeRole.Manager }, cancellationToken);

    /// <summary>Makes the node a worker. It takes effect a little later: <see cref="NodeDetails.Manager"/> is null then.</summary>
    /// <exception cref="SwarmStateException">
    /// The node is the last manager, or the swarm would lose its quorum because too many others are down.
    /// </exception>
    /// <inheritdoc cref="UpdateAsync(NodeUpdate, CancellationToken)"/>
    public Task DemoteAsync(CancellationToken cancellationToken = default) =>
        UpdateAsync($"demote node {Name}", new NodeUpdate { Role = NodeRole.Worker }, cancellationToken);

    /// <summary>Lets the scheduler assign tasks to the node.</summary>
    /// <inheritdoc cref="UpdateAsync(NodeUpdate, CancellationToken)"/>
    public Task ActivateAsync(CancellationToken cancellationToken = default) =>
        UpdateAsync($"activate node {Name}", new NodeUpdate { Availability = NodeAvailability.Active }, cancellationToken);

    /// <summary>Keeps the scheduler from assigning new tasks to the node. The present ones continue.</summary>
    /// <inheritdoc cref="UpdateAsync(NodeUpdate, CancellationToken)"/>
    public Task PauseAsync(CancellationToken cancellationToken = default) =>
        UpdateAsync($"pause node {Name}", new NodeUpdate { Availability = NodeAvailability.Pause }, cancellationToken);

    /// <summary>
    /// Keeps the scheduler from assigning tasks to the node, and moves the present ones to other nodes. They are moved after the call.
    /// </summary>
    /// <inheritdoc cref="UpdateAsync(NodeUpdate, CancellationToken)"/>
    public Task DrainAsync(CancellationToken cancellationToken = default) =>
        UpdateAsync($"drain node {Name}", new NodeUpdate { Availability = NodeAvailability.Drain }, cancellationToken);

    /// <summary>Changes the role, the availability or the labels of the node.</summary>
    /// <exception cref="NodeNotFoundException">The node was removed.</exception>
    /// <exception cref="NotASwarmManagerException">The engine is no longer a manager.</exception>
    /// <exception cref="SwarmQuorumException">The swarm has no leader.</exception>
    /// <remarks>Engine API: <c>GET /nodes/{id}</c> and <c>POST /nodes/{id}/update</c>.</remarks>
    public Task UpdateAsync(NodeUpdate update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        return UpdateAsync($"update node {Name}", update, cancellationToken);
    }

    /// <summary>Removes the node from the swarm. The node should have left the swarm before.</summary>
    /// <param name="force">Indicates whether a node that is not down is removed, too. Default: false.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="SwarmStateException">The node is a manager, or is not down and <paramref name="force"/> is false.</exception>
    /// <exception cref="NodeNotFoundException">The node was already removed.</exception>
    /// <remarks>Engine API: <c>DELETE /nodes/{id}</c>.</remarks>
    public Task RemoveAsync(bool force = false, CancellationToken cancellationToken = default)
    {
        var request = new EngineApiRequest(HttpMethod.Delete, $"nodes/{Uri.EscapeDataString(Id)}", $"remove node {Name}")
        {
            Query = force ? new Dictionary<string, string> { ["force"] = "true" } : SwarmJson.EmptyMap,
        };
        return SwarmFailures.SendAsync(Engine, request, cancellationToken);
    }

    /// <summary>Returns the name and the id.</summary>
    public override string ToString() => $"node {Name} ({Id})";

    private Task UpdateAsync(string operation, NodeUpdate update, CancellationToken cancellationToken) =>
        ClusterOperations.UpdateNodeAsync(Engine, Id, operation, update, cancellationToken);
}
