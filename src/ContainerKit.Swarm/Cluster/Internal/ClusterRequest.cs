using System.Text.Json.Nodes;
using ContainerKit.Swarm.Internal;

namespace ContainerKit.Swarm.Cluster;

/// <summary>Creates the JSON of the requests about a swarm and its nodes.</summary>
internal static class ClusterRequest
{
    /// <summary>The address on which the Docker CLI lets a node listen.</summary>
    public const string DefaultListenAddress = "0.0.0.0:2377";

    private const int DefaultSubnetSize = 24;

    public static JsonObject Init(SwarmInitSpec spec)
    {
        var settings = new JsonObject();
        Apply(spec.Settings, settings);
        return new JsonObject
        {
            ["ListenAddr"] = spec.ListenAddress,
            ["AdvertiseAddr"] = spec.AdvertiseAddress ?? "",
            ["DataPathAddr"] = spec.DataPathAddress ?? "",
            ["DataPathPort"] = spec.DataPathPort ?? 0,
            ["DefaultAddrPool"] = new JsonArray([.. spec.DefaultAddressPools.Select(pool => (JsonNode)pool)]),
            ["SubnetSize"] = spec.SubnetSize ?? (spec.DefaultAddressPools.Count > 0 ? DefaultSubnetSize : 0),
            ["ForceNewCluster"] = spec.ForceNewCluster,
            ["AutoLockManagers"] = spec.Settings.AutoLock == true,
            ["Availability"] = spec.Availability.ToEngineText(),
            ["Spec"] = settings,
        };
    }

    public static JsonObject Join(SwarmJoinSpec spec) => new()
    {
        ["ListenAddr"] = spec.ListenAddress,
        ["AdvertiseAddr"] = spec.AdvertiseAddress ?? "",
        ["DataPathAddr"] = spec.DataPathAddress ?? "",
        ["RemoteAddrs"] = new JsonArray([.. spec.Managers.Select(address => (JsonNode)address)]),
        ["JoinToken"] = spec.Token,
        ["Availability"] = spec.Availability.ToEngineText(),
    };

    /// <summary>Writes settings into the JSON of a swarm's spec.</summary>
    public static void Apply(SwarmUpdate update, JsonObject spec)
    {
        if (update.AutoLock is { } isLocked) spec.GetOrAddObject("EncryptionConfig")["AutoLockManagers"] = isLocked;
        if (update.TaskHistoryLimit is { } limit) spec.GetOrAddObject("Orchestration")["TaskHistoryRetentionLimit"] = limit;
        if (update.DispatcherHeartbeat is { } period) spec.GetOrAddObject("Dispatcher")["HeartbeatPeriod"] = period.ToNanoseconds();
        if (update.CertificateExpiry is { } expiry) spec.GetOrAddObject("CAConfig")["NodeCertExpiry"] = expiry.ToNanoseconds();
        if (update.SnapshotInterval is { } interval) spec.GetOrAddObject("Raft")["SnapshotInterval"] = interval;
        if (update.KeepOldSnapshots is { } snapshots) spec.GetOrAddObject("Raft")["KeepOldSnapshots"] = snapshots;
        if (update.Labels is { } labels) spec["Labels"] = labels.ToJson();
    }

    /// <summary>Writes changes into the JSON of a node's spec.</summary>
    public static void Apply(NodeUpdate update, JsonObject spec)
    {
        if (update.Role is { } role) spec["Role"] = role.ToEngineText();
        if (update.Availability is { } availability) spec["Availability"] = availability.ToEngineText();
        if (update.Labels.Count == 0 && update.RemovedLabels.Count == 0) return;
        var labels = spec.GetOrAddObject("Labels");
        foreach (var name in update.RemovedLabels) labels.Remove(name);
        foreach (var (name, value) in update.Labels) labels[name] = value;
    }
}
